# METADATA
# scope: package
# title: "COPY of several files needs a folder at the end"
# description: >-
#   With more than one source the last argument must end in a slash; the build fails
#   otherwise.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#copy
# custom:
#   id: HM-DF-0049
#   severity: medium
#   remediation: >-
#     End the last argument with a slash.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3021]
#     trivy: [DS-0011]
#     kics: [6db6e0c2-32a3-4a2e-93b5-72c35f4119db]
#   reads: ["copy"]
#   needs: ["copy"]
package hullmark.checks.dockerfile.copy_many_to_file

import rego.v1

deny contains {"msg": concat("", ["COPY of several files to '", last, "', which does not end in a slash"]), "path": [i], "find": last} if {
	some i, instruction in input
	instruction.Cmd == "copy"
	count(instruction.Value) > 2
	last := instruction.Value[count(instruction.Value) - 1]
	not regex.match(`[/\\]["']?$|^\.\.?$|\$`, last)
}
