# METADATA
# title: "The capability NET_RAW is within reach"
# description: "With raw sockets a pod can forge packets and answer for others."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0040
#   severity: medium
#   remediation: "Drop ALL capabilities."
#   controls: ["cis-docker-1.6.0:5.4"]
#   equivalents:
#     checkov: [CKV_K8S_28]
#     kics: [dbbc6705-d541-43b0-b166-dd4be8208b54]
package hullmark.checks.kubernetes.raw_sockets

import data.hullmark.checks.lib.kubernetes
import rego.v1

dropped(c) if {
	some capability in c.security.capabilities.drop
	upper(capability) in {"ALL", "NET_RAW", "CAP_NET_RAW"}
}

deny contains {"msg": sprintf("%s does not drop NET_RAW", [c.name]), "path": array.concat(c.path, ["securityContext", "capabilities", "drop"]), "anchor": c.anchor} if {
	some c in kubernetes.containers
	not dropped(c)
}
