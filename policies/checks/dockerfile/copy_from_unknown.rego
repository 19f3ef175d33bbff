# METADATA
# scope: package
# title: "COPY --from names no stage before it"
# description: >-
#   The name is taken for an image and fetched: a mistyped stage becomes a stranger's image.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#copy---from
# custom:
#   id: HM-DF-0046
#   severity: medium
#   remediation: >-
#     Name a stage above, or the image with registry and version.
#   controls: [nist-800-190:4.1.5]
#   equivalents:
#     hadolint: [DL3022]
#   reads: ["from", "copy"]
#   needs: ["--from"]
package hullmark.checks.dockerfile.copy_from_unknown

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["COPY --from=", name, " is no stage above; an image of that name would be fetched"]), "path": [i]} if {
	some i, instruction in input
	instruction.Cmd == "copy"
	some flag in instruction.Flags
	startswith(flag, "--from=")
	name := trim_prefix(flag, "--from=")
	not regex.match(`[$:@/]`, name)
	not above(name, instruction.Stage)
}

above(name, stage) if {
	some instruction in input
	instruction.Cmd == "from"
	instruction.Stage <= stage
	docker.stage_name(instruction) == lower(name)
}

above(name, stage) if {
	regex.match(`^[0-9]+$`, name)
	to_number(name) < stage
}
