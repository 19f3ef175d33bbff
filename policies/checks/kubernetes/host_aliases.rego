# METADATA
# title: "A pod changes its hosts file"
# description: "Names that point elsewhere hide where traffic goes."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0046
#   severity: low
#   remediation: "Remove \"hostAliases\" and use a service."
#   controls: ["nist-800-190:4.4.2"]
#   equivalents:
#     trivy: [KSV-0007]
#   needs: ["hostaliases"]
package hullmark.checks.kubernetes.host_aliases

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s sets host aliases", [pod.anchor]), "path": array.concat(pod.path, ["hostAliases"]), "anchor": pod.anchor} if {
	some pod in kubernetes.pods
	count(pod.spec.hostAliases) > 0
}
