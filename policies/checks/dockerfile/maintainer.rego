# METADATA
# scope: package
# title: "MAINTAINER is out of use"
# description: >-
#   The instruction is deprecated; a label says the same and can be read by tools.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#maintainer-deprecated
# custom:
#   id: HM-DF-0041
#   severity: low
#   remediation: >-
#     Write LABEL org.opencontainers.image.authors="…".
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL4000]
#     checkov: [CKV_DOCKER_6]
#     trivy: [DS-0022]
#     kics: [99614418-f82b-4852-a9ae-5051402b741c]
#     buildkit: [MaintainerDeprecated]
#   reads: ["maintainer"]
#   needs: ["maintainer"]
package hullmark.checks.dockerfile.maintainer

import rego.v1

deny contains {"msg": "MAINTAINER is deprecated", "path": [i]} if {
	some i, instruction in input
	instruction.Cmd == "maintainer"
}
