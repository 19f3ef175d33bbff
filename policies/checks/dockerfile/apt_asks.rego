# METADATA
# scope: package
# title: "apt-get asks a question that nobody answers"
# description: >-
#   Without -y the command waits for an answer and the build fails.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0013
#   severity: medium
#   remediation: >-
#     Write apt-get install -y.
#   controls: [cis-docker-1.6.0:4.3, nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3014]
#     trivy: [DS-0021]
#     kics: [77783205-c4ca-4f80-bb80-c777f267c547]
#   reads: ["run:apt-get"]
#   needs: ["apt-get"]
package hullmark.checks.dockerfile.apt_asks

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": "apt-get install without -y", "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	docker.runs(words, "apt-get", "install")
	not docker.any_word(words, `-[A-Za-z]*y[A-Za-z]*|--yes|--assume-yes|--force-yes|-[a-z]*qq[a-z]*|-q=2|(-q|--quiet) (.* )?(-q|--quiet)|\S*Assume-Yes(=|::)\S?(true|1|yes)\S*`)
}
