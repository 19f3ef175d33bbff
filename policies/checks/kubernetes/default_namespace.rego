# METADATA
# title: "An object is in the default namespace"
# description: "Without namespaces there is no border for rights, quotas and network policies."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0042
#   severity: low
#   remediation: "Name a namespace."
#   controls: ["nist-800-190:4.3.4"]
#   equivalents:
#     checkov: [CKV_K8S_21]
#     kics: [611ab018-c4aa-4ba2-b0f6-a448337509a6]
#     kubescape: [pods-in-default-namespace]
#     trivy: [KSV-0110]
package hullmark.checks.kubernetes.default_namespace

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s is in the default namespace", [kubernetes.anchor_of(o.value)]), "path": array.concat(o.path, ["metadata", "namespace"]), "anchor": kubernetes.anchor_of(o.value)} if {
	some o in kubernetes.objects
	kubernetes.namespace_of(o.value) == "default"
}

# Without a namespace a workload lands wherever the one who applies it is.
deny contains {"msg": sprintf("%s names no namespace", [pod.anchor]), "path": array.concat(pod.object_path, ["metadata"]), "anchor": pod.anchor} if {
	some pod in kubernetes.pods
	pod.namespace == ""
}
