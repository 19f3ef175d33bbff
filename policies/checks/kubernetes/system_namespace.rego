# METADATA
# title: "A workload is put into a namespace of the system"
# description: "It gets the trust that belongs to the components of the cluster."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0043
#   severity: medium
#   remediation: "Use a namespace of your own."
#   controls: ["nist-800-190:4.3.4"]
#   equivalents:
#     kics: [611ab018-c4aa-4ba2-b0f6-a448337509a6]
#     trivy: [KSV-0037]
#   needs: ["kube-"]
package hullmark.checks.kubernetes.system_namespace

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s is in the namespace %s", [pod.anchor, pod.namespace]), "path": array.concat(pod.object_path, ["metadata", "namespace"]), "anchor": pod.anchor} if {
	some pod in kubernetes.pods
	pod.namespace in {"kube-system", "kube-public", "kube-node-lease"}
}
