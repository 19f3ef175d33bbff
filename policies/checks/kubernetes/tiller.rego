# METADATA
# title: "Tiller (Helm 2) is deployed"
# description: "Tiller obeys everybody in the cluster with the rights of its account, mostly cluster-admin."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0056
#   severity: critical
#   remediation: "Use Helm 3 and remove Tiller."
#   controls: ["nist-800-190:4.3.1"]
#   equivalents:
#     checkov: [CKV_K8S_34]
#     kics: [6d173be7-545a-46c6-a81d-2ae52ed1605d]
#     trivy: [KSV-0102]
#   needs: ["tiller"]
package hullmark.checks.kubernetes.tiller

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s is Tiller", [c.name]), "path": array.concat(c.path, ["image"]), "anchor": c.anchor} if {
	some c in kubernetes.containers
	contains(object.get(c.container, "image", ""), "tiller")
}
