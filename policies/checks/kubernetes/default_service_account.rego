# METADATA
# title: "A pod uses the default service account"
# description: "Rights given to it are rights of every pod in the namespace."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0036
#   severity: low
#   remediation: "Make a service account for the workload."
#   controls: ["nist-800-190:4.3.2"]
#   equivalents:
#     checkov: [CKV_K8S_41]
#     kubescape: [automount-default-service-account]
package hullmark.checks.kubernetes.default_service_account

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s uses the default service account", [pod.anchor]), "path": array.concat(pod.path, ["serviceAccountName"]), "anchor": pod.anchor} if {
	some pod in kubernetes.pods
	object.get(pod.spec, "serviceAccountName", object.get(pod.spec, "serviceAccount", "default")) in {"default", ""}
}
