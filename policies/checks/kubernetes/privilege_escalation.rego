# METADATA
# title: "A container may gain more privileges than it starts with"
# description: "A set-user-ID program in the image makes an ordinary user root. (Pod Security Standards: restricted)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0016
#   severity: medium
#   remediation: "Write \"allowPrivilegeEscalation: false\"."
#   controls: ["cis-docker-1.6.0:5.26", "nist-800-190:4.4.3"]
#   equivalents:
#     checkov: [CKV_K8S_20]
#     kics: [5572cc5e-1e4c-4113-92a6-7a8a3bd25e6d]
#     kubescape: [rule-allow-privilege-escalation]
#     polaris: [privilegeEscalationAllowed]
#     trivy: [KSV-0001]
package hullmark.checks.kubernetes.privilege_escalation

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.privilege_escalation
