# METADATA
# title: "A role can give itself more rights"
# description: "With bind, escalate or impersonate the holder becomes whoever it wants."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0053
#   severity: critical
#   remediation: "Remove these verbs."
#   controls: ["nist-800-190:4.3.1", "pci-dss-4.0.1:7.2.2"]
#   equivalents:
#     checkov: [CKV_K8S_158]
#     kics: [8320826e-7a9c-4b0b-9535-578333193432, 9f85c3f6-26fd-4007-938a-2e0cb0100980]
#     kubescape: [rule-can-impersonate-users-groups-v1]
#     trivy: [KSV-0050, KSV-0043]
#   needs: ["rules"]
package hullmark.checks.kubernetes.escalates_rights

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s can bind, escalate or impersonate", [r.anchor]), "path": array.concat(r.path, ["verbs"]), "anchor": r.anchor} if {
	some r in kubernetes.rules
	some verb in r.rule.verbs
	verb in {"bind", "escalate", "impersonate"}
}

# A wildcard verb holds these three too.
deny contains {"msg": sprintf("%s can bind, escalate or impersonate", [r.anchor]), "path": array.concat(r.path, ["verbs"]), "anchor": r.anchor} if {
	some r in kubernetes.rules
	"*" in r.rule.verbs
	some resource in r.rule.resources
	resource in {"users", "groups", "serviceaccounts", "roles", "clusterroles"}
}
