# METADATA
# title: "A container keeps capabilities"
# description: "Few programs need any; each is one more way on for an intruder. (Pod Security Standards: restricted)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0020
#   severity: medium
#   remediation: "Write \"capabilities: {drop: [ALL]}\"; only NET_BIND_SERVICE may be added."
#   controls: ["cis-docker-1.6.0:5.4", "nist-800-190:4.4.3"]
#   equivalents:
#     checkov: [CKV_K8S_37]
#     kics: [268ca686-7fb7-4ae9-b129-955a2a89064e]
#     trivy: [KSV-0003, KSV-0106]
package hullmark.checks.kubernetes.capabilities_not_dropped

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.capabilities_restricted
