# METADATA
# title: "A container has no livenessProbe"
# description: "A hung container is not noticed, or gets traffic before it is ready."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0029
#   severity: low
#   remediation: "Write \"livenessProbe\"."
#   controls: ["cis-docker-1.6.0:5.27"]
#   equivalents:
#     checkov: [CKV_K8S_8]
#     kubescape: [configured-liveness-probe]
#     polaris: [livenessProbeMissing]
package hullmark.checks.kubernetes.liveness_probe_missing

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s has no livenessProbe", [c.name]), "path": array.concat(c.path, ["livenessProbe"]), "anchor": c.anchor} if {
	some c in kubernetes.long_running
	object.get(c.container, "livenessProbe", null) == null
}
