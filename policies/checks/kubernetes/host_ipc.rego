# METADATA
# title: "A pod uses the node's namespace (hostIPC)"
# description: "The pod sees, and can interfere with, what other pods and the node itself do there. (Pod Security Standards: baseline)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0004
#   severity: high
#   remediation: "Remove \"hostIPC: true\"."
#   controls: ["cis-docker-1.6.0:5.17", "nist-800-190:4.4.3"]
#   equivalents:
#     checkov: [CKV_K8S_18]
#     kics: [cd290efd-6c82-4e9d-a698-be12ae31d536]
#     polaris: [hostIPCSet]
#     trivy: [KSV-0008]
#   needs: ["hostipc"]
package hullmark.checks.kubernetes.host_ipc

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.host_ipc
