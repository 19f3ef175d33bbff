# METADATA
# title: "A pod is not kept by a controller"
# description: "When its node goes, nobody starts it again."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0059
#   severity: low
#   remediation: "Use a Deployment, StatefulSet or Job."
#   controls: []
#   equivalents:
#     kubescape: [naked-pods]
#     polaris: [nakedPod]
package hullmark.checks.kubernetes.naked_pod

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s is kept by no controller", [kubernetes.anchor_of(o.value)]), "path": array.concat(o.path, ["kind"]), "anchor": kubernetes.anchor_of(o.value)} if {
	some o in kubernetes.objects
	o.value.kind == "Pod"
	not count(object.get(o.value, ["metadata", "ownerReferences"], [])) > 0
}
