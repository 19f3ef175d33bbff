# METADATA
# scope: package
# title: "cd is used where WORKDIR would stay"
# description: >-
#   A cd ends with its RUN; the next step starts elsewhere, and the reader has to remember.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#workdir
# custom:
#   id: HM-DF-0043
#   severity: low
#   remediation: >-
#     Use WORKDIR.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3003]
#     trivy: [DS-0013]
#     kics: [f4a6bcd3-e231-4acf-993c-aa027be50d2e]
#   reads: ["run:cd"]
#   needs: ["cd"]
package hullmark.checks.dockerfile.cd_in_run

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["cd ", words[1], " ends with this RUN"]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	words[0] == "cd"
	count(words) > 1
}
