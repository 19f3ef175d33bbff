# METADATA
# title: "A role lets its holders open a shell in pods"
# description: "From there it is one step to everything that the workload or the service account may do."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0049
#   severity: high
#   remediation: "Grant it to few people, for one namespace, and not by wildcards."
#   controls: ["nist-800-190:4.3.1", "pci-dss-4.0.1:7.2.2"]
#   equivalents:
#     kics: [c589f42c-7924-4871-aee2-1cede9bc7cbc]
#     polaris: [clusterrolePodExecAttach, rolePodExecAttach]
#     trivy: [KSV-0053]
#   needs: ["rules"]
package hullmark.checks.kubernetes.opens_shells

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s lets its holders open a shell in pods", [r.anchor]), "path": array.concat(r.path, ["resources"]), "anchor": r.anchor} if {
	some r in kubernetes.rules
	kubernetes.grants(r.rule, {""}, {"pods/exec"}, {"create", "get"})
}
