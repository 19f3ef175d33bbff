# METADATA
# title: "A container has no seccomp profile"
# description: "Without one every system call is open. (Pod Security Standards: restricted)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0019
#   severity: medium
#   remediation: "Write \"seccompProfile: {type: RuntimeDefault}\" for the pod."
#   controls: ["cis-docker-1.6.0:5.22"]
#   equivalents:
#     checkov: [CKV_K8S_31]
#     kics: [f377b83e-bd07-4f48-a591-60c82b14a78b]
#     kubescape: [set-seccomp-profile-RuntimeDefault]
#     trivy: [KSV-0030]
package hullmark.checks.kubernetes.seccomp_missing

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.seccomp_restricted
