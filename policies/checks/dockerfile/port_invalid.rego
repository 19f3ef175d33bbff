# METADATA
# scope: package
# title: "An exposed port cannot exist"
# description: >-
#   Ports go from 0 to 65535; the builder or the engine refuses others.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#expose
# custom:
#   id: HM-DF-0037
#   severity: medium
#   remediation: >-
#     Name a port that exists.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3011]
#     trivy: [DS-0008]
#   reads: ["expose"]
#   needs: ["expose"]
package hullmark.checks.dockerfile.port_invalid

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["EXPOSE ", port, ": ports end at 65535"]), "path": [i], "find": port} if {
	some i, instruction in input
	instruction.Cmd == "expose"
	some port in instruction.Value
	some number in regex.find_n(`[0-9]+`, split(port, "/")[0], -1)
	not docker.dynamic(port)
	to_number(number) > 65535
}
