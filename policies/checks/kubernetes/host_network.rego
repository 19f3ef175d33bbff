# METADATA
# title: "A pod uses the node's namespace (hostNetwork)"
# description: "The pod sees, and can interfere with, what other pods and the node itself do there. (Pod Security Standards: baseline)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0002
#   severity: high
#   remediation: "Remove \"hostNetwork: true\"."
#   controls: ["cis-docker-1.6.0:5.10", "nist-800-190:4.4.3"]
#   equivalents:
#     checkov: [CKV_K8S_19]
#     kics: [6b6bdfb3-c3ae-44cb-88e4-7405c1ba2c8a]
#     kubescape: [host-network-access]
#     polaris: [hostNetworkSet]
#     trivy: [KSV-0009]
#   needs: ["hostnetwork"]
package hullmark.checks.kubernetes.host_network

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.host_network
