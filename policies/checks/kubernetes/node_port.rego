# METADATA
# title: "A service is open on every node"
# description: "A node port is reachable wherever a node is, past the ingress."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0045
#   severity: low
#   remediation: "Use ClusterIP behind an ingress or gateway."
#   controls: ["nist-800-190:4.3.3"]
#   equivalents:
#     kics: [845acfbe-3e10-4b8e-b656-3b404d36dfb2]
#   needs: ["nodeport"]
package hullmark.checks.kubernetes.node_port

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s is a node port", [kubernetes.anchor_of(o.value)]), "path": array.concat(o.path, ["spec", "type"]), "anchor": kubernetes.anchor_of(o.value)} if {
	some o in kubernetes.objects
	o.value.kind == "Service"
	o.value.spec.type == "NodePort"
}
