# METADATA
# scope: package
# title: "A stage's name has upper case"
# description: >-
#   The builder compares names of stages in lower case, other tools as they are written.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/stage-name-casing/
# custom:
#   id: HM-DF-0061
#   severity: low
#   remediation: >-
#     Write the name in lower case.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     buildkit: [StageNameCasing]
#   reads: ["from"]
#   needs: [" as ", "\tas "]
package hullmark.checks.dockerfile.stage_case

import rego.v1

deny contains {"msg": concat("", ["stage name '", instruction.Value[2], "' has upper case"]), "path": [i], "find": instruction.Value[2]} if {
	some i, instruction in input
	instruction.Cmd == "from"
	lower(instruction.Value[1]) == "as"
	instruction.Value[2] != lower(instruction.Value[2])
}
