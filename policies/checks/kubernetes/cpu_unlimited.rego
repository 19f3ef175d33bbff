# METADATA
# title: "A container has no CPU limit"
# description: "Without limits one pod takes what others need; without requests the scheduler cannot place it well."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0026
#   severity: low
#   remediation: "Set \"resources.limits.cpu\"."
#   controls: ["cis-docker-1.6.0:5.11", "nist-800-190:4.4.3"]
#   equivalents:
#     checkov: [CKV_K8S_11]
#     kics: [4ac0e2b7-d2d2-4af7-8799-e8de6721ccda]
#     polaris: [cpuLimitsMissing]
#     trivy: [KSV-0011]
package hullmark.checks.kubernetes.cpu_unlimited

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s has no CPU limit", [c.name]), "path": array.concat(c.path, ["resources", "limits", "cpu"]), "anchor": c.anchor} if {
	some c in kubernetes.containers
	c.field != "ephemeralContainers"
	object.get(c.container, ["resources", "limits", "cpu"], null) == null
}
