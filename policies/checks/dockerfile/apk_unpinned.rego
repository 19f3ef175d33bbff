# METADATA
# scope: package
# title: "apk installs whatever version is newest"
# description: >-
#   Two builds of one commit differ, and a new version arrives without a change in the
#   repository.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0020
#   severity: low
#   remediation: >-
#     Name versions or ranges: apk add curl~=8.7.
#   controls: [nist-800-190:4.1.1, pci-dss-4.0.1:6.3.2]
#   equivalents:
#     hadolint: [DL3018]
#     kics: [d3499f6d-1651-41bb-a9a7-de925fea487b]
#   reads: ["run:apk"]
#   needs: ["apk"]
package hullmark.checks.dockerfile.apk_unpinned

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["no version for ", concat(", ", loose)]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	docker.runs(words, "apk", "add")
	loose := docker.loose(words, `-t|--virtual|-X|--repository|-p|--root|--repositories-file|--arch|--keys-dir|--cache-dir|--wait`, `-\S*|apk|add|\S*[=<>~]\S*|\S*[$/]\S*|[.~*@]\S*|\S*[.](rpm|deb|apk|gem|tgz|whl|zip)`)
	count(loose) > 0
}
