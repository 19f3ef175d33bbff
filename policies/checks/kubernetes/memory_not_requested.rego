# METADATA
# title: "A container has no memory request"
# description: "Without limits one pod takes what others need; without requests the scheduler cannot place it well."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0027
#   severity: low
#   remediation: "Set \"resources.requests.memory\"."
#   controls: ["cis-docker-1.6.0:5.11", "nist-800-190:4.4.3"]
#   equivalents:
#     checkov: [CKV_K8S_12]
#     kics: [229588ef-8fde-40c8-8756-f4f2b5825ded]
#     kubescape: [resources-memory-requests]
#     polaris: [memoryRequestsMissing]
#     trivy: [KSV-0016]
package hullmark.checks.kubernetes.memory_not_requested

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s has no memory request", [c.name]), "path": array.concat(c.path, ["resources", "requests", "memory"]), "anchor": c.anchor} if {
	some c in kubernetes.containers
	c.field != "ephemeralContainers"
	object.get(c.container, ["resources", "requests", "memory"], null) == null
}
