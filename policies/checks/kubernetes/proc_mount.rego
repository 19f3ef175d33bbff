# METADATA
# title: "/proc is mounted without its masks"
# description: "Kernel settings and keys that runtimes hide become visible and writable. (Pod Security Standards: baseline)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0011
#   severity: high
#   remediation: "Remove \"procMount\"."
#   controls: ["nist-800-190:4.4.3"]
#   equivalents:
#     kubescape: [set-procmount-default]
#     polaris: [procMount]
#     trivy: [KSV-0027]
#   needs: ["procmount"]
package hullmark.checks.kubernetes.proc_mount

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.proc_mount
