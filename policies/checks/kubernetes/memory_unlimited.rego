# METADATA
# title: "A container has no memory limit"
# description: "Without limits one pod takes what others need; without requests the scheduler cannot place it well."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0025
#   severity: medium
#   remediation: "Set \"resources.limits.memory\"."
#   controls: ["cis-docker-1.6.0:5.11", "nist-800-190:4.4.3"]
#   equivalents:
#     checkov: [CKV_K8S_13]
#     kics: [b14d1bc4-a208-45db-92f0-e21f8e2588e9]
#     kubescape: [resources-memory-limits]
#     polaris: [memoryLimitsMissing]
#     trivy: [KSV-0018]
package hullmark.checks.kubernetes.memory_unlimited

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s has no memory limit", [c.name]), "path": array.concat(c.path, ["resources", "limits", "memory"]), "anchor": c.anchor} if {
	some c in kubernetes.containers
	c.field != "ephemeralContainers"
	object.get(c.container, ["resources", "limits", "memory"], null) == null
}
