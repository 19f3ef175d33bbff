# METADATA
# scope: package
# title: "A pipe hides that its first command failed"
# description: >-
#   The shell takes the status of the last command only: a failed download goes unnoticed.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#shell
# custom:
#   id: HM-DF-0044
#   severity: low
#   remediation: >-
#     Start with SHELL ["/bin/bash", "-o", "pipefail", "-c"], or set -o pipefail in the RUN.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL4006]
#     kics: [efbf148a-67e9-42d2-ac47-02fa1c0d0b22]
#   reads: ["run:|", "shell", "from"]
#   needs: ["|"]
package hullmark.checks.dockerfile.pipe_without_pipefail

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["'", commands[k - 1][0], "' may fail unnoticed: no pipefail"]), "path": [i, "Commands", k - 1]} if {
	some i, instruction in input
	count(docker.piped(instruction)) > 0
	not instruction.JSON
	commands := docker.commands(instruction)
	k := min(docker.piped(instruction))
	k > 0
	not set_here(commands)
	not set_by_shell(i, instruction.Stage)
}

set_here(commands) if {
	some words in commands
	words[0] == "set"
	"pipefail" in words
}

set_by_shell(i, stage) if {
	last := max([k |
		some k
		instruction := input[k]
		instruction.Cmd == "shell"
		instruction.Stage == stage
		k < i
	])
	some word in input[last].Value
	regex.match(`pipefail|pwsh|powershell|cmd`, word)
}

set_by_shell(i, stage) if {
	last := max([k |
		some k
		instruction := input[k]
		instruction.Cmd == "shell"
		instruction.Stage == stage
		k < i
	])
	some word in input[last].Value
	regex.match(`^-[a-z]*o[a-z]*$`, word)
	"pipefail" in input[last].Value
}
