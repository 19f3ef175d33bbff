# METADATA
# title: "A pod uses the node's namespace (hostPID)"
# description: "The pod sees, and can interfere with, what other pods and the node itself do there. (Pod Security Standards: baseline)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0003
#   severity: high
#   remediation: "Remove \"hostPID: true\"."
#   controls: ["cis-docker-1.6.0:5.16", "nist-800-190:4.4.3"]
#   equivalents:
#     checkov: [CKV_K8S_17]
#     kics: [302736f4-b16c-41b8-befe-c0baffa0bd9d]
#     polaris: [hostPIDSet]
#     trivy: [KSV-0010]
#   needs: ["hostpid"]
package hullmark.checks.kubernetes.host_processes

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.host_pid
