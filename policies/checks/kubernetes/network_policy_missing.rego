# METADATA
# title: "No network policy selects a pod"
# description: "Without one every pod of the cluster reaches it. Judged over all manifests that are checked together."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0062
#   severity: medium
#   remediation: "Write a NetworkPolicy that selects it, and a default that denies."
#   controls: ["nist-800-190:4.3.3", "pci-dss-4.0.1:1.4.4"]
#   equivalents:
#     checkov: [CKV2_K8S_6]
package hullmark.checks.kubernetes.network_policy_missing

import data.hullmark.checks.lib.kubernetes
import rego.v1

policies contains {"namespace": kubernetes.namespace_of(document), "selector": kubernetes.as_object(object.get(document, ["spec", "podSelector"], {}))} if {
	some document in kubernetes.documents
	document.kind == "NetworkPolicy"
}

covered(pod) if {
	some policy in policies
	policy.namespace == pod.namespace
	kubernetes.selects(policy.selector, kubernetes.as_object(object.get(pod.metadata, "labels", {})))
}

deny contains {"msg": sprintf("no network policy selects %s", [pod.anchor]), "path": array.concat(pod.object_path, ["metadata", "name"]), "anchor": pod.anchor} if {
	some pod in kubernetes.pods_together
	not covered(pod)
}
