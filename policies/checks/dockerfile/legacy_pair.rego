# METADATA
# scope: package
# title: "A name and its value have no equals sign between them"
# description: >-
#   The old form takes one pair alone, and everything after the name, quotes included, is the value.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/legacy-key-value-format/
# custom:
#   id: HM-DF-0058
#   severity: low
#   remediation: >-
#     Write NAME=value.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     buildkit: [LegacyKeyValueFormat]
#   reads: ["env", "label"]
#   needs: ["env", "label"]
package hullmark.checks.dockerfile.legacy_pair

import rego.v1

deny contains {"msg": concat("", [upper(instruction.Cmd), " ", instruction.Value[k - 2], " has no equals sign"]), "path": [i], "find": instruction.Value[k - 2]} if {
	some i, instruction in input
	instruction.Cmd in {"env", "label"}
	some k, separator in instruction.Value
	k % 3 == 2
	separator == ""
}
