# METADATA
# title: "A service selects no pods"
# description: "It leads nowhere, or to whatever gets these labels one day. Judged where workloads of its namespace are checked together with it."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0063
#   severity: low
#   remediation: "Correct the selector."
#   controls: []
#   equivalents:
#     kics: [3ca03a61-3249-4c16-8427-6f8e47dda729]
#     kubescape: [service-with-no-workload]
#   needs: ["service"]
package hullmark.checks.kubernetes.service_without_pods

import data.hullmark.checks.lib.kubernetes
import rego.v1

selected(o) if {
	some pod in kubernetes.pods_together
	pod.namespace == kubernetes.namespace_of(o.value)
	kubernetes.selects({"matchLabels": o.value.spec.selector}, kubernetes.as_object(object.get(pod.metadata, "labels", {})))
}

neighbours(o) if {
	some pod in kubernetes.pods_together
	pod.namespace == kubernetes.namespace_of(o.value)
}

deny contains {"msg": sprintf("%s selects no pods", [kubernetes.anchor_of(o.value)]), "path": array.concat(o.path, ["spec", "selector"]), "anchor": kubernetes.anchor_of(o.value)} if {
	some o in kubernetes.together
	o.value.kind == "Service"
	count(o.value.spec.selector) > 0
	neighbours(o)
	not selected(o)
}
