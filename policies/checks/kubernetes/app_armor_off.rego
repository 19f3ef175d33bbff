# METADATA
# title: "The AppArmor profile is switched off or unknown"
# description: "The default profile keeps even root in the container from mounting and from the files of /proc. (Pod Security Standards: baseline)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0009
#   severity: high
#   remediation: "Use RuntimeDefault or a Localhost profile, or say nothing."
#   controls: ["cis-docker-1.6.0:5.2"]
#   equivalents:
#     trivy: [KSV-0002]
#   needs: ["apparmor"]
package hullmark.checks.kubernetes.app_armor_off

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.app_armor
