# METADATA
# scope: package
# title: "ONBUILD holds an instruction that cannot work there"
# description: >-
#   ONBUILD FROM, ONBUILD MAINTAINER and ONBUILD ONBUILD are refused when somebody builds on
#   this image, not now.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#onbuild
# custom:
#   id: HM-DF-0048
#   severity: medium
#   remediation: >-
#     Write the instruction itself.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3043]
#   reads: ["onbuild"]
#   needs: ["onbuild"]
package hullmark.checks.dockerfile.onbuild_trap

import rego.v1

deny contains {"msg": concat("", ["ONBUILD ", upper(instruction.SubCmd), " is refused by builds on this image"]), "path": [i]} if {
	some i, instruction in input
	instruction.Cmd == "onbuild"
	lower(instruction.SubCmd) in {"from", "maintainer", "onbuild"}
}
