# METADATA
# scope: package
# title: "apt-get installs recommended packages too"
# description: >-
#   Packages that nobody asked for make the image larger and add vulnerabilities.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0012
#   severity: low
#   remediation: >-
#     Write apt-get install --no-install-recommends.
#   controls: [cis-docker-1.6.0:4.3, nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3015]
#     trivy: [DS-0029]
#     kics: [7384dfb2-fcd1-4fbf-91cd-6c44c318c33c]
#   reads: ["run:apt-get echo printf"]
#   needs: ["apt-get"]
package hullmark.checks.dockerfile.apt_recommends

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": "apt-get install without --no-install-recommends", "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	docker.runs(words, "apt-get", "install")
	not regex.match(`--no-install-recommends|apt::install-recommends[^a-z0-9]*(false|0|no)`, lower(concat(" ", words)))
	not globally
}

globally if {
	some instruction in input
	some words in docker.commands(instruction)
	words[0] in {"echo", "printf"}
	regex.match(`apt::install-recommends[^a-z0-9]*(false|0|no)`, lower(concat(" ", words)))
}
