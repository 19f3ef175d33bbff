# METADATA
# scope: package
# title: "pip installs whatever version is newest"
# description: >-
#   Two builds of one commit differ, and a new (or hostile) version arrives without a change
#   in the repository.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0027
#   severity: medium
#   remediation: >-
#     Name versions, better with hashes: pip install --require-hashes -r requirements.txt.
#   controls: [nist-800-190:4.1.1, pci-dss-4.0.1:6.3.2]
#   equivalents:
#     hadolint: [DL3013]
#     kics: [02d9c71f-3ee8-4986-9c27-1a20d0d19bfc]
#   reads: ["run:pip* python*"]
#   needs: ["pip"]
package hullmark.checks.dockerfile.pip_unpinned

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["no version for ", concat(", ", loose)]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	pip_install(words)
	not docker.any_word(words, `(-r|--requirement|-c|--constraint|-e|--editable)(=\S*)?|-r\S+`)
	loose := docker.loose(words, `-[mift]|--index-url|--extra-index-url|--find-links|--target|--prefix|--root|--trusted-host|--proxy|--platform|--python-version|--implementation|--abi|--no-binary|--only-binary|--timeout|--cache-dir|--progress-bar|--log|--src|--upgrade-strategy|--global-option|--install-option|--retries`, `-\S*|pip[0-9.]*(  -\S+)*  install|python[0-9.]*|\S*(==|~=|[<@$/*])\S*|[.~]\S*|\S*[.](whl|zip|gz)`)
	count(loose) > 0
}
pip_install(words) if {
	regex.match(`^pip[0-9.]*$`, words[0])
	"install" in words
}

pip_install(words) if {
	regex.match(`^python[0-9.]*$`, words[0])
	words[2] == "pip"
	"install" in words
}
