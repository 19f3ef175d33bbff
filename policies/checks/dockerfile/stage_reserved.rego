# METADATA
# scope: package
# title: "A stage has a name that means something else"
# description: >-
#   COPY --from=context and FROM scratch have a meaning of their own; a stage of that name is never found.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/reserved-stage-name/
# custom:
#   id: HM-DF-0060
#   severity: medium
#   remediation: >-
#     Choose another name.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     buildkit: [ReservedStageName]
#   reads: ["from"]
#   needs: [" as ", "\tas "]
package hullmark.checks.dockerfile.stage_reserved

import rego.v1

deny contains {"msg": concat("", ["stage name '", lower(instruction.Value[2]), "' is reserved"]), "path": [i], "find": instruction.Value[2]} if {
	some i, instruction in input
	instruction.Cmd == "from"
	lower(instruction.Value[1]) == "as"
	lower(instruction.Value[2]) in {"context", "scratch"}
}
