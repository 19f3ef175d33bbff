# METADATA
# scope: package
# title: "gem installs whatever version is newest"
# description: >-
#   Two builds of one commit differ, and a new (or hostile) version arrives without a change
#   in the repository.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0030
#   severity: medium
#   remediation: >-
#     Name the version: gem install bundler:2.5.10.
#   controls: [nist-800-190:4.1.1, pci-dss-4.0.1:6.3.2]
#   equivalents:
#     hadolint: [DL3028]
#     kics: [22cd11f7-9c6c-4f6e-84c0-02058120b341]
#   reads: ["run:gem"]
#   needs: ["gem"]
package hullmark.checks.dockerfile.gem_unpinned

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["no version for ", concat(", ", loose)]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	words[0] == "gem"
	some verb in words
	verb in {"install", "i"}
	not versioned(words)
	loose := docker.loose(words, `-[vins]|--version|--install-dir|--bindir|--source`, `-\S*|gem|install|i|\S*:\S*|\S*[$/]\S*|[.~*@]\S*|\S*[.](rpm|deb|apk|gem|tgz|whl|zip)`)
	count(loose) > 0
}

versioned(words) if {
	some word in words
	regex.match(`^(-v|--version)`, word)
}
