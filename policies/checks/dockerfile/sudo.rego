# METADATA
# scope: package
# title: "sudo is used in the build"
# description: >-
#   RUN is root already unless USER says otherwise; sudo in the image is one more way to
#   become root.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0035
#   severity: medium
#   remediation: >-
#     Put the step before USER, or use gosu or su-exec at start.
#   controls: [cis-docker-1.6.0:4.1, nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3004]
#     trivy: [DS-0010]
#     kics: [8ada6e80-0ade-439e-b176-0b28f6bce35a]
#   reads: ["run:sudo"]
#   needs: ["sudo"]
package hullmark.checks.dockerfile.sudo

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": "sudo in a build step", "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	words[0] == "sudo"
}
