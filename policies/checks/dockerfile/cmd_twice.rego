# METADATA
# scope: package
# title: "CMD is given more than once"
# description: >-
#   Only the last CMD of a stage counts; the others mislead the reader.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#cmd
# custom:
#   id: HM-DF-0038
#   severity: low
#   remediation: >-
#     Keep one CMD per stage.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL4003]
#     trivy: [DS-0016]
#     kics: [41c195f4-fc31-4a5c-8a1b-90605538d49f]
#     buildkit: [MultipleInstructionsDisallowed]
#   reads: ["cmd"]
#   needs: ["cmd"]
package hullmark.checks.dockerfile.cmd_twice

import rego.v1

deny contains {"msg": sprintf("CMD number %d of this stage replaces the one before", [count(earlier) + 1]), "path": [i]} if {
	some i, instruction in input
	instruction.Cmd == "cmd"
	earlier := [k |
		some k
		other := input[k]
		k < i
		other.Cmd == "cmd"
		other.Stage == instruction.Stage
	]
	count(earlier) > 0
}
