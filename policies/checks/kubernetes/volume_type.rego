# METADATA
# title: "A volume is of a type that only administrators should use"
# description: "Such volumes name servers or folders directly; claims leave the choice to the administrator. (Pod Security Standards: restricted)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0015
#   severity: low
#   remediation: "Use a persistent volume claim."
#   controls: ["nist-800-190:4.4.3"]
#   equivalents:
#     trivy: [KSV-0028]
#   needs: ["volumes"]
package hullmark.checks.kubernetes.volume_type

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.restricted_volumes
