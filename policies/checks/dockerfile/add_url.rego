# METADATA
# scope: package
# title: "A file from the network is added unverified"
# description: >-
#   ADD fetches whatever the server sends at build time. Nothing proves that it is what was
#   meant.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#add
# custom:
#   id: HM-DF-0006
#   severity: medium
#   remediation: >-
#     Say what is expected: ADD --checksum=sha256:… URL, or fetch and verify in one RUN.
#   controls: [cis-docker-1.6.0:4.9, cis-docker-1.6.0:4.11, nist-800-190:4.1.5]
#   equivalents:
#     kics: [4b410d24-1cbe-4430-a632-62c9a931cf1c]
#   reads: ["add"]
#   needs: ["http"]
package hullmark.checks.dockerfile.add_url

import rego.v1

deny contains {"msg": concat("", ["'", source, "' is added without a checksum"]), "path": [i], "find": source, "anchor": source} if {
	some i, instruction in input
	instruction.Cmd == "add"
	some k, source in instruction.Value
	k < count(instruction.Value) - 1
	regex.match(`^https?://`, lower(source))
	not checked(instruction)
}

checked(instruction) if {
	some flag in instruction.Flags
	startswith(flag, "--checksum=")
}
