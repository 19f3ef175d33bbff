# METADATA
# scope: package
# title: "pip leaves its cache in the image"
# description: >-
#   Wheels that are never used again make the layer larger.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0028
#   severity: low
#   remediation: >-
#     Write pip install --no-cache-dir, set PIP_NO_CACHE_DIR=1, or mount /root/.cache as a
#     cache.
#   controls: [cis-docker-1.6.0:4.3, nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3042]
#     kics: [f2f903fb-b977-461e-98d7-b3e2185c6118]
#   reads: ["env", "run:pip* python* export"]
#   needs: ["pip"]
package hullmark.checks.dockerfile.pip_cache_kept

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": "pip install without --no-cache-dir", "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	pip_install(words)
	not "--no-cache-dir" in words
	not by_variable
	not mounted(instruction)
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

by_variable if {
	some instruction in input
	instruction.Cmd == "env"
	some k, name in instruction.Value
	k % 3 == 0
	name == "PIP_NO_CACHE_DIR"
}

by_variable if {
	some instruction in input
	some words in docker.commands(instruction)
	words[0] == "export"
	contains(words[1], "PIP_NO_CACHE_DIR=")
}

mounted(instruction) if {
	some flag in instruction.Flags
	regex.match(`^--mount=.*type=(cache|tmpfs).*\.cache`, flag)
}
