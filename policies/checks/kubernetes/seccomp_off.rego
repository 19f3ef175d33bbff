# METADATA
# title: "The seccomp profile is switched off"
# description: "Every system call is open, those too that only exploits use. (Pod Security Standards: baseline)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0012
#   severity: high
#   remediation: "Use RuntimeDefault or a Localhost profile."
#   controls: ["cis-docker-1.6.0:5.22"]
#   equivalents:
#     trivy: [KSV-0104]
#   needs: ["seccomp"]
package hullmark.checks.kubernetes.seccomp_off

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.seccomp_baseline
