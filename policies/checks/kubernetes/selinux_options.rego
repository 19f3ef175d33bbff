# METADATA
# title: "SELinux options are set that widen access"
# description: "A user, role or type of its own takes the pod out of the confinement of containers. (Pod Security Standards: baseline)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0010
#   severity: medium
#   remediation: "Remove user and role; keep to the container types."
#   controls: ["nist-800-190:4.4.3"]
#   equivalents:
#     trivy: [KSV-0025]
#   needs: ["selinux"]
package hullmark.checks.kubernetes.selinux_options

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.selinux
