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

covered(pod) if {
	some o in kubernetes.together
	o.value.kind == "NetworkPolicy"
	kubernetes.namespace_of(o.value) == pod.namespace
	kubernetes.selects(kubernetes.as_object(object.get(o.value, ["spec", "podSelector"], {})), kubernetes.as_object(object.get(pod.metadata, "labels", {})))
}

deny contains {"msg": sprintf("no network policy selects %s", [pod.anchor]), "path": array.concat(pod.object_path, ["metadata", "name"]), "anchor": pod.anchor} if {
	some pod in kubernetes.pods_together
	not covered(pod)
}
