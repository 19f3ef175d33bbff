# METADATA
# title: "A kernel parameter outside the safe ones is set"
# description: "It reaches beyond the pod and can weaken or stop the node. (Pod Security Standards: baseline)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0013
#   severity: medium
#   remediation: "Remove it, or set it on the node on purpose."
#   controls: ["nist-800-190:4.4.3"]
#   equivalents:
#     kics: [9127f0d9-2310-42e7-866f-5fd9d20dcbad]
#     trivy: [KSV-0026]
#   needs: ["sysctls"]
package hullmark.checks.kubernetes.unsafe_sysctl

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.sysctls
