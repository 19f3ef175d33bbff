# METADATA
# title: "A container takes a port of the node"
# description: "It is reachable past services and network policies, and only one such pod fits on a node. (Pod Security Standards: baseline)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0006
#   severity: medium
#   remediation: "Remove \"hostPort\" and use a service."
#   controls: ["nist-800-190:4.4.2"]
#   equivalents:
#     checkov: [CKV_K8S_26]
#     polaris: [hostPortSet]
#     trivy: [KSV-0024]
#   needs: ["hostport"]
package hullmark.checks.kubernetes.host_port

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.host_ports
