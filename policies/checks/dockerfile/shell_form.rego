# METADATA
# scope: package
# title: "CMD or ENTRYPOINT runs in a shell"
# description: >-
#   A shell stands between Docker and the program: signals do not arrive, and the container is
#   killed instead of stopped.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#shell-and-exec-form
# custom:
#   id: HM-DF-0032
#   severity: low
#   remediation: >-
#     Write a JSON list: CMD ["program", "argument"].
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3025]
#     kics: [b86987e1-6397-4619-81d5-8807f2387c79]
#     buildkit: [JSONArgsRecommended]
#   reads: ["cmd", "entrypoint", "shell"]
#   needs: ["cmd", "entrypoint"]
package hullmark.checks.dockerfile.shell_form

import rego.v1

deny contains {"msg": concat("", [upper(instruction.Cmd), " is in shell form: signals go to the shell"]), "path": [i]} if {
	some i, instruction in input
	instruction.Cmd in {"cmd", "entrypoint"}
	not instruction.JSON
	not custom_shell(instruction.Stage)
}

custom_shell(stage) if {
	some instruction in input
	instruction.Cmd == "shell"
	instruction.Stage == stage
}
