# METADATA
# title: "A container has no readinessProbe"
# description: "A hung container is not noticed, or gets traffic before it is ready."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0030
#   severity: low
#   remediation: "Write \"readinessProbe\"."
#   controls: ["cis-docker-1.6.0:5.27"]
#   equivalents:
#     checkov: [CKV_K8S_9]
#     kics: [a659f3b5-9bf0-438a-bd9a-7d3a6427f1e3]
#     kubescape: [configured-readiness-probe]
#     polaris: [readinessProbeMissing]
package hullmark.checks.kubernetes.readiness_probe_missing

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s has no readinessProbe", [c.name]), "path": array.concat(c.path, ["readinessProbe"]), "anchor": c.anchor} if {
	some c in kubernetes.long_running
	object.get(c.container, "readinessProbe", null) == null
}
