# METADATA
# scope: package
# title: "A protocol of EXPOSE has upper case"
# description: >-
#   The builder means to refuse it one day, and tools compare protocols letter by letter.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/expose-proto-casing/
# custom:
#   id: HM-DF-0056
#   severity: low
#   remediation: >-
#     Write the protocol in lower case.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     buildkit: [ExposeProtoCasing]
#   reads: ["expose"]
#   needs: ["expose"]
package hullmark.checks.dockerfile.expose_protocol_case

import rego.v1

deny contains {"msg": concat("", ["EXPOSE ", port, " spells its protocol in upper case"]), "path": [i], "find": port} if {
	some i, instruction in input
	instruction.Cmd == "expose"
	some port in instruction.Value
	protocol := split(port, "/")[1]
	protocol != lower(protocol)
}
