# METADATA
# scope: package
# title: "go install takes whatever version is newest"
# description: >-
#   Two builds of one commit differ, and a new (or hostile) version arrives without a change
#   in the repository.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0031
#   severity: medium
#   remediation: >-
#     Name the version: go install example.org/tool@v1.2.3.
#   controls: [nist-800-190:4.1.1, pci-dss-4.0.1:6.3.2]
#   equivalents:
#     hadolint: [DL3062]
#   reads: ["run:go"]
#   needs: ["go install", "go get"]
package hullmark.checks.dockerfile.go_unpinned

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["no version for ", word]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	words[0] == "go"
	words[1] in {"install", "get"}
	some word in array.slice(words, 2, count(words))
	regex.match(`^[a-z0-9-]+(\.[a-z0-9-]+)+/`, word)
	not regex.match(`@v?[0-9a-f]|@\$|\$`, word)
}
