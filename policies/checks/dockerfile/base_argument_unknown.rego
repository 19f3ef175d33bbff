# METADATA
# scope: package
# title: "FROM uses an argument that nobody declares"
# description: >-
#   Only arguments declared before the first FROM, and those of the platform, have a value there; anything else is empty.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/undefined-arg-in-from/
# custom:
#   id: HM-DF-0062
#   severity: medium
#   remediation: >-
#     Declare it with ARG before the first FROM.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     buildkit: [UndefinedArgInFrom]
#   reads: ["from", "arg"]
#   needs: ["~from[^\\n]*[$]"]
package hullmark.checks.dockerfile.base_argument_unknown

import rego.v1

known := {"BUILDPLATFORM", "BUILDOS", "BUILDOSVERSION", "BUILDARCH", "BUILDVARIANT", "TARGETPLATFORM", "TARGETOS", "TARGETOSVERSION", "TARGETARCH", "TARGETVARIANT", "TARGETSTAGE"}

declared := {name |
	some i
	instruction := input[i]
	instruction.Cmd == "arg"
	count([k |
		some k
		other := input[k]
		k < i
		other.Cmd == "from"
	]) == 0
	some word in instruction.Value
	name := split(word, "=")[0]
}

deny contains {"msg": concat("", ["FROM uses '", name, "', which no ARG declares"]), "path": [i], "find": word} if {
	some i, instruction in input
	instruction.Cmd == "from"
	flags := {flag | some flag in instruction.Flags}
	some word in (flags | {instruction.Value[0]})
	some found in regex.find_n(`[$][{]?[A-Za-z_][A-Za-z0-9_]*`, word, -1)
	name := trim_left(found, "${")
	not name in known
	not name in declared
}
