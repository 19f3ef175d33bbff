# METADATA
# scope: package
# title: "EXPOSE names an address or a port of the host"
# description: >-
#   EXPOSE is about the container; what it is mapped to is decided when it starts. The builder means to refuse it one day.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/expose-invalid-format/
# custom:
#   id: HM-DF-0057
#   severity: low
#   remediation: >-
#     Name the port of the container alone.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     buildkit: [ExposeInvalidFormat]
#   reads: ["expose"]
#   needs: ["expose"]
package hullmark.checks.dockerfile.expose_host_port

import rego.v1

deny contains {"msg": concat("", ["EXPOSE ", port, " is more than a port of the container"]), "path": [i], "find": port} if {
	some i, instruction in input
	instruction.Cmd == "expose"
	some port in instruction.Value
	contains(regex.replace(port, `[$][{][^}]*[}]`, ""), ":")
}
