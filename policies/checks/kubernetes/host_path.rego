# METADATA
# title: "A volume is a folder of the node"
# description: "The pod reads or writes files of the node, which outlive it and belong to others. (Pod Security Standards: baseline)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0005
#   severity: high
#   remediation: "Use a persistent volume claim, an emptyDir, a config map or a secret."
#   controls: ["cis-docker-1.6.0:5.6", "nist-800-190:4.4.3"]
#   equivalents:
#     kubescape: [alert-any-hostpath]
#     trivy: [KSV-0023]
#   needs: ["hostpath"]
package hullmark.checks.kubernetes.host_path

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.host_path_volumes
