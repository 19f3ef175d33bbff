# METADATA
# title: "A container is given a capability beyond the default ones"
# description: "Such a capability leads out of the container or to the traffic of others. (Pod Security Standards: baseline)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0007
#   severity: high
#   remediation: "Remove it from \"capabilities.add\"."
#   controls: ["cis-docker-1.6.0:5.4", "nist-800-190:4.4.3"]
#   equivalents:
#     checkov: [CKV_K8S_25]
#     kubescape: [insecure-capabilities]
#     trivy: [KSV-0022]
#   needs: ["capabilities"]
package hullmark.checks.kubernetes.capability_added

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.capabilities_baseline
