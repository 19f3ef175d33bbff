# METADATA
# scope: package
# title: "The whole distribution is upgraded in the build"
# description: >-
#   A release upgrade inside a build gives an image that no publisher has tested and that
#   differs from day to day.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0018
#   severity: low
#   remediation: >-
#     Take a newer base image.
#   controls: [cis-docker-1.6.0:4.2, nist-800-190:4.1.5]
#   equivalents:
#     trivy: [DS-0024]
#     hadolint: [DL3005]
#   reads: ["run:apt-get apt aptitude"]
#   needs: ["-upgrade"]
package hullmark.checks.dockerfile.distribution_upgrade

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", [words[0], " ", word, " replaces the distribution of the base image"]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	words[0] in {"apt-get", "apt", "aptitude"}
	some word in words
	word in {"dist-upgrade", "full-upgrade"}
}
