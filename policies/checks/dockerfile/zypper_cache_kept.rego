# METADATA
# scope: package
# title: "zypper leaves its cache in the image"
# description: >-
#   Packages that are never used again make the layer larger.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0025
#   severity: low
#   remediation: >-
#     End the same RUN with zypper clean.
#   controls: [cis-docker-1.6.0:4.3, nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3036]
#     trivy: [DS-0020]
#     kics: [38300d1a-feb2-4a48-936a-d1ef1cd24313]
#   reads: ["run:zypper"]
#   needs: ["zypper"]
package hullmark.checks.dockerfile.zypper_cache_kept

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": "zypper install without 'zypper clean' in the same RUN", "path": [i, "Commands", k]} if {
	some i, instruction in input
	commands := docker.commands(instruction)
	some k, words in commands
	words[0] == "zypper"
	some verb in words
	verb in {"install", "in"}
	not cleaned(commands)
}

cleaned(commands) if {
	some words in commands
	words[0] == "zypper"
	some word in words
	word in {"clean", "cc"}
}
