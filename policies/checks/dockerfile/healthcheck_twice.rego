# METADATA
# scope: package
# title: "HEALTHCHECK is given more than once"
# description: >-
#   Only the last HEALTHCHECK of a stage counts; the others mislead the reader.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#healthcheck
# custom:
#   id: HM-DF-0040
#   severity: low
#   remediation: >-
#     Keep one HEALTHCHECK per stage.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3012]
#     trivy: [DS-0023]
#     buildkit: [MultipleInstructionsDisallowed]
#   reads: ["healthcheck"]
#   needs: ["healthcheck"]
package hullmark.checks.dockerfile.healthcheck_twice

import rego.v1

deny contains {"msg": sprintf("HEALTHCHECK number %d of this stage replaces the one before", [count(earlier) + 1]), "path": [i]} if {
	some i, instruction in input
	instruction.Cmd == "healthcheck"
	earlier := [k |
		some k
		other := input[k]
		k < i
		other.Cmd == "healthcheck"
		other.Stage == instruction.Stage
	]
	count(earlier) > 0
}
