# METADATA
# scope: package
# title: "zypper asks a question that nobody answers"
# description: >-
#   Without -y or -n the command waits for an answer and the build fails.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0024
#   severity: medium
#   remediation: >-
#     Write zypper --non-interactive install.
#   controls: [cis-docker-1.6.0:4.3, nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3034]
#     kics: [45e1fca5-f90e-465d-825f-c2cb63fa3944]
#   reads: ["run:zypper"]
#   needs: ["zypper"]
package hullmark.checks.dockerfile.zypper_asks

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["zypper ", verb, " without -n or -y"]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	words[0] == "zypper"
	some verb in words
	verb in {"install", "in", "remove", "rm", "source-install", "si", "patch"}
	not docker.any_word(words, `-[A-Za-z]*[yn][A-Za-z]*|--non-interactive|--no-confirm`)
}
