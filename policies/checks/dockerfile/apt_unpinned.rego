# METADATA
# scope: package
# title: "apt-get installs whatever version is newest"
# description: >-
#   Two builds of one commit differ, and a new version arrives without a change in the
#   repository.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0015
#   severity: low
#   remediation: >-
#     Name versions (curl=7.88.1-10+deb12u5), or pin the base by digest and use a snapshot
#     archive.
#   controls: [nist-800-190:4.1.1, pci-dss-4.0.1:6.3.2]
#   equivalents:
#     hadolint: [DL3008]
#     kics: [965a08d7-ef86-4f14-8792-4a3b2098937e]
#   reads: ["run:apt-get"]
#   needs: ["apt-get"]
package hullmark.checks.dockerfile.apt_unpinned

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["no version for ", concat(", ", loose)]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	docker.runs(words, "apt-get", "install")
	loose := docker.loose(words, `-[toc]|--target-release|--option|--config-file`, `-\S*|apt-get|install|\S*=\S*|\S*[$/]\S*|[.~*@]\S*|\S*[.](rpm|deb|apk|gem|tgz|whl|zip)`)
	count(loose) > 0
}
