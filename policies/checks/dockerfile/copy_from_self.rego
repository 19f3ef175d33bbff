# METADATA
# scope: package
# title: "COPY --from names its own stage"
# description: >-
#   A stage cannot copy from itself; the build fails.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#copy---from
# custom:
#   id: HM-DF-0045
#   severity: medium
#   remediation: >-
#     Name an earlier stage.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3023]
#     trivy: [DS-0006]
#     kics: [cdddb86f-95f6-4fc4-b5a1-483d9afceb2b]
#   reads: ["from", "copy"]
#   needs: ["--from"]
package hullmark.checks.dockerfile.copy_from_self

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["COPY --from=", name, " names its own stage"]), "path": [i]} if {
	some i, instruction in input
	instruction.Cmd == "copy"
	some flag in instruction.Flags
	startswith(flag, "--from=")
	name := trim_prefix(flag, "--from=")
	own(name, instruction.Stage)
}

own(name, stage) if {
	some instruction in input
	instruction.Cmd == "from"
	instruction.Stage == stage
	docker.stage_name(instruction) == lower(name)
}
