# METADATA
# title: "A Windows container is a process of the node"
# description: "A HostProcess container has the rights of the node itself. (Pod Security Standards: baseline)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0008
#   severity: critical
#   remediation: "Remove \"windowsOptions.hostProcess\"."
#   controls: ["nist-800-190:4.4.3"]
#   equivalents:
#     polaris: [hostProcess]
#     trivy: [KSV-0103]
#   needs: ["hostprocess"]
package hullmark.checks.kubernetes.host_process

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.host_process
