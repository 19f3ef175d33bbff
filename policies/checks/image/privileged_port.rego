# METADATA
# scope: package
# title: "The image listens on a port below 1024"
# description: >-
#   Such a port needs a capability that an ordinary user should not have.
# related_resources:
# - ref: https://github.com/opencontainers/image-spec/blob/main/config.md
# custom:
#   id: HM-IMG-0007
#   severity: low
#   remediation: >-
#     Listen on a port above 1023 and publish it under the number that is wanted.
#   controls: [cis-docker-1.6.0:5.8, nist-800-190:4.1.2]
package hullmark.checks.image.privileged_port

import rego.v1

deny contains {"msg": concat("", ["port ", port, " is below 1024"]), "path": ["config", "ExposedPorts", port]} if {
	some port, _ in input.config.ExposedPorts
	number := to_number(split(port, "/")[0])
	number < 1024
	number != 22
}
