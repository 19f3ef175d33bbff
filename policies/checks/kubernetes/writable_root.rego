# METADATA
# title: "A container's root file system can be written"
# description: "An intruder can drop tools and change the program."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0023
#   severity: medium
#   remediation: "Write \"readOnlyRootFilesystem: true\" and mount an emptyDir where the program writes."
#   controls: ["cis-docker-1.6.0:5.13", "nist-800-190:4.4.4"]
#   equivalents:
#     checkov: [CKV_K8S_22]
#     kics: [a9c2f49d-0671-4fc9-9ece-f4e261e128d0]
#     kubescape: [immutable-container-filesystem]
#     polaris: [notReadOnlyRootFilesystem]
#     trivy: [KSV-0014]
package hullmark.checks.kubernetes.writable_root

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s can write to its root file system", [c.name]), "path": array.concat(c.path, ["securityContext", "readOnlyRootFilesystem"]), "anchor": c.anchor} if {
	some c in kubernetes.containers
	not c.security.readOnlyRootFilesystem == true
}
