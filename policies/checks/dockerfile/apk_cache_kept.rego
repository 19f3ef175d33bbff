# METADATA
# scope: package
# title: "apk leaves its index in the image"
# description: >-
#   An index that is never used again makes the layer larger.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0019
#   severity: low
#   remediation: >-
#     Write apk add --no-cache.
#   controls: [cis-docker-1.6.0:4.3, nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3019]
#     trivy: [DS-0025]
#     kics: [ae9c56a6-3ed1-4ac0-9b54-31267f51151d]
#     dockle: [DKL-DI-0004]
#   reads: ["run:apk"]
#   needs: ["apk"]
package hullmark.checks.dockerfile.apk_cache_kept

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": "apk add without --no-cache", "path": [i, "Commands", k]} if {
	some i, instruction in input
	commands := docker.commands(instruction)
	some k, words in commands
	docker.runs(words, "apk", "add")
	not "--no-cache" in words
	not mounted(instruction)
}

mounted(instruction) if {
	some flag in instruction.Flags
	regex.match(`^--mount=.*type=(cache|tmpfs).*/(var|etc)/(cache/)?apk`, flag)
}
