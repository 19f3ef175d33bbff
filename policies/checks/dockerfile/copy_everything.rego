# METADATA
# scope: package
# title: "The whole build context is copied into the final image"
# description: >-
#   Whatever lies in the folder (.git, .env, keys, tests) lands in the image unless
#   .dockerignore names it.
# related_resources:
# - ref: https://docs.docker.com/build/concepts/context/#dockerignore-files
# custom:
#   id: HM-DF-0034
#   severity: medium
#   remediation: >-
#     Copy what is needed by name, or copy all in a build stage and only the result in the
#     final one.
#   controls: [cis-docker-1.6.0:4.10, nist-800-190:4.1.4]
#   reads: ["from", "copy", "add"]
#   needs: ["~(copy|add)\\s+(--\\S+\\s+)*(\\[\\s*\")?[.*/]"]
package hullmark.checks.dockerfile.copy_everything

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", [upper(instruction.Cmd), " ", instruction.Value[0], " copies the whole build context into the final image"]), "path": [i]} if {
	some i, instruction in input
	instruction.Cmd in {"copy", "add"}
	instruction.Stage == docker.last_stage
	some k, source in instruction.Value
	k < count(instruction.Value) - 1
	source in {".", "./", "*", "./*", "/"}
	not from_elsewhere(instruction)
}

from_elsewhere(instruction) if {
	some flag in instruction.Flags
	startswith(flag, "--from=")
}
