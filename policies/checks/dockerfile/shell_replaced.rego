# METADATA
# scope: package
# title: "The default shell is replaced by a link"
# description: >-
#   Scripts of the base image expect the shell that was there; the SHELL instruction does it
#   for RUN alone.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#shell
# custom:
#   id: HM-DF-0052
#   severity: medium
#   remediation: >-
#     Use SHELL ["/bin/bash", "-c"].
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL4005]
#     kics: [8a301064-c291-4b20-adcb-403fe7fd95fd]
#   reads: ["run:ln mv cp"]
#   needs: ["/bin/sh"]
package hullmark.checks.dockerfile.shell_replaced

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", [words[0], " replaces /bin/sh"]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	words[0] in {"ln", "mv", "cp", "usermod", "chsh"}
	some word in words
	regex.match(`^(/usr)?/bin/(sh|bash|zsh|ash)$`, word)
	regex.match(`^(ln|mv|cp)$`, words[0])
	words[count(words) - 1] in {"/bin/sh", "/usr/bin/sh"}
}
