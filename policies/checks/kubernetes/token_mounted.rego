# METADATA
# title: "The service account token is mounted"
# description: "Most programs never call the API server; a token that lies there lets an intruder call it. A pod that names a service account is judged together with the manifests of the accounts."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0035
#   severity: medium
#   remediation: "Write \"automountServiceAccountToken: false\" for the pod or its service account."
#   controls: ["nist-800-190:4.3.2"]
#   equivalents:
#     checkov: [CKV_K8S_38]
#     kics: [48471392-d4d0-47c0-b135-cdec95eb3eef]
#     kubescape: [automount-service-account]
#     polaris: [automountServiceAccountToken]
#     trivy: [KSV-0036]
package hullmark.checks.kubernetes.token_mounted

import data.hullmark.checks.lib.kubernetes
import rego.v1

account(pod) := pod.spec.serviceAccountName if {
	is_string(pod.spec.serviceAccountName)
} else := object.get(pod.spec, "serviceAccount", "")

unsaid(pod) if object.get(pod.spec, "automountServiceAccountToken", null) == null

found(pod) := {"msg": sprintf("%s has its service account token mounted", [pod.anchor]), "path": array.concat(pod.path, ["automountServiceAccountToken"]), "anchor": pod.anchor}

deny contains found(pod) if {
	some pod in kubernetes.pods
	pod.spec.automountServiceAccountToken == true
}

deny contains found(pod) if {
	some pod in kubernetes.pods
	unsaid(pod)
	account(pod) == ""
}

deny contains found(pod) if {
	some pod in kubernetes.pods_together
	unsaid(pod)
	account(pod) != ""
	not account_says_no(pod)
}

closed contains {"namespace": kubernetes.namespace_of(document), "name": kubernetes.name_of(document)} if {
	some document in kubernetes.documents
	document.kind == "ServiceAccount"
	document.automountServiceAccountToken == false
}

account_says_no(pod) if {"namespace": pod.namespace, "name": account(pod)} in closed
