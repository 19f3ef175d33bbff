# METADATA
# title: "A role lets its holders read secrets"
# description: "From there it is one step to everything that the workload or the service account may do."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0048
#   severity: high
#   remediation: "Grant it to few people, for one namespace, and not by wildcards."
#   controls: ["nist-800-190:4.3.1", "pci-dss-4.0.1:7.2.2"]
#   equivalents:
#     kics: [b7bca5c4-1dab-4c2c-8cbe-3050b9d59b14]
#     trivy: [KSV-0041, KSV-0113]
#   needs: ["rules"]
package hullmark.checks.kubernetes.reads_secrets

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s lets its holders read secrets", [r.anchor]), "path": array.concat(r.path, ["resources"]), "anchor": r.anchor} if {
	some r in kubernetes.rules
	kubernetes.grants(r.rule, {""}, {"secrets"}, {"get", "list", "watch"})
}
