# METADATA
# scope: package
# title: "zypper installs whatever version is newest"
# description: >-
#   Two builds of one commit differ, and a new version arrives without a change in the
#   repository.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0026
#   severity: low
#   remediation: >-
#     Name versions: zypper in httpd=2.4.58.
#   controls: [nist-800-190:4.1.1, pci-dss-4.0.1:6.3.2]
#   equivalents:
#     hadolint: [DL3037]
#   reads: ["run:zypper"]
#   needs: ["zypper"]
package hullmark.checks.dockerfile.zypper_unpinned

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["no version for ", concat(", ", loose)]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	words[0] == "zypper"
	some verb in words
	verb in {"install", "in"}
	loose := docker.loose(words, `-[trR]|--type|--repo|--from|--root`, `-\S*|zypper|install|in|\S*[=<>]\S*|\S*[$/]\S*|[.~*@]\S*|\S*[.](rpm|deb|apk|gem|tgz|whl|zip)`)
	count(loose) > 0
}
