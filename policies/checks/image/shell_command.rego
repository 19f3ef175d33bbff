# METADATA
# scope: package
# title: "The image starts its program through a shell"
# description: >-
#   A shell stands between the engine and the program: signals do not arrive, and the
#   container is killed instead of stopped.
# related_resources:
# - ref: https://github.com/opencontainers/image-spec/blob/main/config.md
# custom:
#   id: HM-IMG-0013
#   severity: low
#   remediation: >-
#     Write ENTRYPOINT or CMD as a JSON list.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3025]
package hullmark.checks.image.shell_command

import rego.v1

deny contains {"msg": concat("", [name, " goes through a shell"]), "path": ["config", name]} if {
	some name in ["Entrypoint", "Cmd"]
	words := input.config[name]
	words[0] in {"/bin/sh", "sh", "/bin/bash", "bash"}
	words[1] == "-c"
}
