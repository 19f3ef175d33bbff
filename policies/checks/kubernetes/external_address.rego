# METADATA
# title: "A service claims addresses from outside"
# description: "Traffic to such an address inside the cluster is caught: an attack in the middle."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0044
#   severity: medium
#   remediation: "Remove \"externalIPs\"."
#   controls: ["nist-800-190:4.3.3"]
#   equivalents:
#     trivy: [KSV-0108]
#   needs: ["externalips"]
package hullmark.checks.kubernetes.external_address

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s claims external addresses", [kubernetes.anchor_of(o.value)]), "path": array.concat(o.path, ["spec", "externalIPs"]), "anchor": kubernetes.anchor_of(o.value)} if {
	some o in kubernetes.objects
	o.value.kind == "Service"
	count(o.value.spec.externalIPs) > 0
}
