# METADATA
# title: "A container is privileged"
# description: "Every capability, every device, no seccomp and no AppArmor: whoever controls it controls the node. (Pod Security Standards: baseline)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0001
#   severity: critical
#   remediation: "Remove \"privileged: true\"."
#   controls: ["cis-docker-1.6.0:5.5", "nist-800-190:4.4.3", "pci-dss-4.0.1:2.2.6"]
#   equivalents:
#     checkov: [CKV_K8S_16]
#     kics: [dd29336b-fe57-445b-a26e-e6aa867ae609]
#     kubescape: [rule-privileged-container]
#     polaris: [runAsPrivileged]
#     trivy: [KSV-0017]
#   needs: ["privileged"]
package hullmark.checks.kubernetes.privileged

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.privileged
