# METADATA
# title: "A container may run as root"
# description: "Root in the container is root when it breaks out, unless user namespaces are used. (Pod Security Standards: restricted)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0017
#   severity: medium
#   remediation: "Write \"runAsNonRoot: true\" for the pod or the container."
#   controls: ["cis-docker-1.6.0:4.1", "nist-800-190:4.1.2"]
#   equivalents:
#     checkov: [CKV_K8S_23]
#     kubescape: [non-root-containers]
#     polaris: [runAsRootAllowed]
#     trivy: [KSV-0012]
package hullmark.checks.kubernetes.may_run_as_root

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.run_as_non_root
