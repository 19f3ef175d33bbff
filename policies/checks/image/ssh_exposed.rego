# METADATA
# scope: package
# title: "The image exposes SSH"
# description: >-
#   A container with an SSH server has a second way in, with keys of its own to look after.
# related_resources:
# - ref: https://github.com/opencontainers/image-spec/blob/main/config.md
# custom:
#   id: HM-IMG-0006
#   severity: medium
#   remediation: >-
#     Drop the SSH server; docker exec and kubectl exec give a shell where one is needed.
#   controls: [cis-docker-1.6.0:5.7, nist-800-190:4.1.2]
#   equivalents:
#     trivy: [DS-0004]
package hullmark.checks.image.ssh_exposed

import rego.v1

deny contains {"msg": concat("", ["port ", port, " is exposed"]), "path": ["config", "ExposedPorts", port]} if {
	some port, _ in input.config.ExposedPorts
	port in {"22", "22/tcp"}
}
