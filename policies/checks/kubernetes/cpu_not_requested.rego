# METADATA
# title: "A container has no CPU request"
# description: "Without limits one pod takes what others need; without requests the scheduler cannot place it well."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0028
#   severity: low
#   remediation: "Set \"resources.requests.cpu\"."
#   controls: ["cis-docker-1.6.0:5.11", "nist-800-190:4.4.3"]
#   equivalents:
#     checkov: [CKV_K8S_10]
#     kics: [ca469dd4-c736-448f-8ac1-30a642705e0a]
#     polaris: [cpuRequestsMissing]
#     trivy: [KSV-0015]
package hullmark.checks.kubernetes.cpu_not_requested

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s has no CPU request", [c.name]), "path": array.concat(c.path, ["resources", "requests", "cpu"]), "anchor": c.anchor} if {
	some c in kubernetes.containers
	c.field != "ephemeralContainers"
	object.get(c.container, ["resources", "requests", "cpu"], null) == null
}
