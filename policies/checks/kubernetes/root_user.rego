# METADATA
# title: "A container is told to run as user 0"
# description: "It runs as root whatever the image says. (Pod Security Standards: restricted)"
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0018
#   severity: high
#   remediation: "Name a user above 10000, or none."
#   controls: ["cis-docker-1.6.0:4.1", "nist-800-190:4.1.2"]
#   equivalents:
#     trivy: [KSV-0105]
#   needs: ["runasuser"]
package hullmark.checks.kubernetes.root_user

import data.hullmark.checks.lib.pod_security
import rego.v1

deny contains found if some found in pod_security.run_as_user
