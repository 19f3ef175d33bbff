# METADATA
# scope: package
# title: "dnf or yum asks a question that nobody answers"
# description: >-
#   Without -y the command waits for an answer and the build fails.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0021
#   severity: medium
#   remediation: >-
#     Write dnf install -y.
#   controls: [cis-docker-1.6.0:4.3, nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3030, DL3038]
#     kics: [7ebd323c-31b7-4e5b-b26f-de5e9e477af8, 6e19193a-8753-436d-8a09-76dcff91bb03]
#   reads: ["run:yum dnf microdnf dnf5"]
#   needs: ["yum", "dnf"]
package hullmark.checks.dockerfile.dnf_asks

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", [words[0], " ", verb, " without -y"]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	words[0] in {"yum", "dnf", "microdnf", "dnf5"}
	some verb in words
	verb in {"install", "localinstall", "groupinstall", "reinstall"}
	not docker.any_word(words, `-[A-Za-z]*y[A-Za-z]*|--assumeyes`)
}
