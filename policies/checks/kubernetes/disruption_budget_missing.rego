# METADATA
# title: "A deployment has no disruption budget"
# description: "A drain of nodes may stop all its pods at once."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0064
#   severity: low
#   remediation: "Write a PodDisruptionBudget that selects it."
#   controls: []
#   equivalents:
#     kics: [b23e9b98-0cb6-4fc9-b257-1f3270442678, 1db3a5a5-bf75-44e5-9e44-c56cfc8b1ac5]
#     polaris: [missingPodDisruptionBudget]
package hullmark.checks.kubernetes.disruption_budget_missing

import data.hullmark.checks.lib.kubernetes
import rego.v1

budgets contains {"namespace": kubernetes.namespace_of(document), "selector": kubernetes.as_object(object.get(document, ["spec", "selector"], {}))} if {
	some document in kubernetes.documents
	document.kind == "PodDisruptionBudget"
}

covered(pod) if {
	some budget in budgets
	budget.namespace == pod.namespace
	kubernetes.selects(budget.selector, kubernetes.as_object(object.get(pod.metadata, "labels", {})))
}

deny contains {"msg": sprintf("no disruption budget covers %s", [pod.anchor]), "path": array.concat(pod.object_path, ["metadata", "name"]), "anchor": pod.anchor} if {
	some pod in kubernetes.pods_together
	pod.kind in {"Deployment", "StatefulSet"}
	not covered(pod)
}
