# METADATA
# title: "A network policy lets everybody in or out"
# description: "An empty rule allows every address: the policy protects nothing."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0061
#   severity: medium
#   remediation: "Name pods, namespaces or address blocks."
#   controls: ["nist-800-190:4.3.3"]
#   equivalents:
#     trivy: [KSV-0038]
#   needs: ["networkpolicy"]
package hullmark.checks.kubernetes.policy_selects_all_peers

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s allows from all ingress", [kubernetes.anchor_of(o.value)]), "path": array.concat(o.path, ["spec", "ingress", i]), "anchor": kubernetes.anchor_of(o.value)} if {
	some o in kubernetes.objects
	o.value.kind == "NetworkPolicy"
	some i, rule in o.value.spec.ingress
	count(object.get(rule, "from", [])) == 0
	count(object.get(rule, "ports", [])) == 0
}

deny contains {"msg": sprintf("%s allows to all egress", [kubernetes.anchor_of(o.value)]), "path": array.concat(o.path, ["spec", "egress", i]), "anchor": kubernetes.anchor_of(o.value)} if {
	some o in kubernetes.objects
	o.value.kind == "NetworkPolicy"
	some i, rule in o.value.spec.egress
	count(object.get(rule, "to", [])) == 0
	count(object.get(rule, "ports", [])) == 0
}
