# METADATA
# scope: package
# title: "Package lists of apt stay in the image"
# description: >-
#   Lists that are never used again make the layer larger and name old versions.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0014
#   severity: low
#   remediation: >-
#     End the same RUN with rm -rf /var/lib/apt/lists/*, or mount the folder as a cache.
#   controls: [cis-docker-1.6.0:4.3, nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3009]
#     kics: [df746b39-6564-4fed-bf85-e9c44382303c]
#     dockle: [DKL-DI-0005]
#   reads: ["from", "run:apt-get apt rm"]
#   needs: ["apt-get", "apt "]
package hullmark.checks.dockerfile.apt_lists_kept

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": "apt-get update leaves its lists in the layer", "path": [i, "Commands", k]} if {
	some i, instruction in input
	commands := docker.commands(instruction)
	some k, words in commands
	words[0] in {"apt-get", "apt"}
	"update" in words
	kept_in_image(instruction)
	not cleaned(commands)
	not mounted(instruction)
}

kept_in_image(instruction) if instruction.Stage in docker.final_chain

cleaned(commands) if {
	some words in commands
	words[0] == "rm"
	some word in words
	regex.match(`^/var/lib/(apt(/lists.*)?/?\*?|\{.*apt.*)`, word)
}

mounted(instruction) if {
	some flag in instruction.Flags
	regex.match(`^--mount=.*type=(cache|tmpfs)`, flag)
	regex.match(`/var/(lib|cache)/apt`, flag)
}
