# METADATA
# title: "A role lets its holders create pods"
# description: "From there it is one step to everything that the workload or the service account may do."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0051
#   severity: medium
#   remediation: "Grant it to few people, for one namespace, and not by wildcards."
#   controls: ["nist-800-190:4.3.1", "pci-dss-4.0.1:7.2.2"]
#   equivalents:
#     kics: [592ad21d-ad9b-46c6-8d2d-fad09d62a942]
#   needs: ["rules"]
package hullmark.checks.kubernetes.creates_pods

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s lets its holders create pods", [r.anchor]), "path": array.concat(r.path, ["verbs"]), "anchor": r.anchor} if {
	some r in kubernetes.rules
	kubernetes.grants(r.rule, {""}, {"pods"}, {"create"})
}
