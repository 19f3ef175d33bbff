# METADATA
# title: "The capability SYS_ADMIN is within reach"
# description: "SYS_ADMIN is so wide that it is nearly root."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0041
#   severity: high
#   remediation: "Drop ALL capabilities."
#   controls: ["cis-docker-1.6.0:5.4"]
#   equivalents:
#     checkov: [CKV_K8S_39]
#     kics: [235236ee-ad78-4065-bd29-61b061f28ce0]
#     kubescape: [rule-privileged-container]
#     trivy: [KSV-0005]
package hullmark.checks.kubernetes.sys_admin

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s adds SYS_ADMIN", [c.name]), "path": array.concat(c.path, ["securityContext", "capabilities", "add", i]), "anchor": c.anchor} if {
	some c in kubernetes.containers
	some i, capability in c.security.capabilities.add
	upper(capability) in {"SYS_ADMIN", "CAP_SYS_ADMIN", "ALL"}
}
