# METADATA
# scope: package
# title: "ENTRYPOINT is given more than once"
# description: >-
#   Only the last ENTRYPOINT of a stage counts; the others mislead the reader.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#entrypoint
# custom:
#   id: HM-DF-0039
#   severity: low
#   remediation: >-
#     Keep one ENTRYPOINT per stage.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL4004]
#     trivy: [DS-0007]
#     kics: [6938958b-3f1a-451c-909b-baeee14bdc97]
#     buildkit: [MultipleInstructionsDisallowed]
#   reads: ["entrypoint"]
#   needs: ["entrypoint"]
package hullmark.checks.dockerfile.entrypoint_twice

import rego.v1

deny contains {"msg": sprintf("ENTRYPOINT number %d of this stage replaces the one before", [count(earlier) + 1]), "path": [i]} if {
	some i, instruction in input
	instruction.Cmd == "entrypoint"
	earlier := [k |
		some k
		other := input[k]
		k < i
		other.Cmd == "entrypoint"
		other.Stage == instruction.Stage
	]
	count(earlier) > 0
}
