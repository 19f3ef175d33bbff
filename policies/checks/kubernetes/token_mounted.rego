# METADATA
# title: "The service account token is mounted"
# description: "Most programs never call the API server; a token that lies there lets an intruder call it."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0035
#   severity: medium
#   remediation: "Write \"automountServiceAccountToken: false\" for the pod."
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

deny contains {"msg": sprintf("%s has its service account token mounted", [pod.anchor]), "path": array.concat(pod.path, ["automountServiceAccountToken"]), "anchor": pod.anchor} if {
	some pod in kubernetes.pods
	not pod.spec.automountServiceAccountToken == false
}
