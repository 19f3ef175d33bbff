# METADATA
# title: "A role grants everything by a wildcard"
# description: "Nobody knows what \"*\" grants today, nor what it will grant after the next update."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0047
#   severity: high
#   remediation: "Name the groups, resources and verbs."
#   controls: ["nist-800-190:4.3.1", "pci-dss-4.0.1:7.2.2"]
#   equivalents:
#     checkov: [CKV_K8S_49]
#     kics: [6b896afb-ca07-467a-b256-1a0077a1c08e]
#     trivy: [KSV-0046, KSV-0044, KSV-0045]
#   needs: ["rules"]
package hullmark.checks.kubernetes.wildcard_rights

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s grants all verbs", [r.anchor]), "path": array.concat(r.path, ["verbs"]), "anchor": r.anchor} if {
	some r in kubernetes.rules
	"*" in r.rule.verbs
}

deny contains {"msg": sprintf("%s grants all resources", [r.anchor]), "path": array.concat(r.path, ["resources"]), "anchor": r.anchor} if {
	some r in kubernetes.rules
	"*" in r.rule.resources
}

deny contains {"msg": sprintf("%s grants all groups", [r.anchor]), "path": array.concat(r.path, ["apiGroups"]), "anchor": r.anchor} if {
	some r in kubernetes.rules
	"*" in r.rule.apiGroups
}
