# METADATA
# scope: package
# title: "apt is meant for people, not for scripts"
# description: >-
#   The apt command warns itself that its interface may change; scripts use apt-get and apt-
#   cache.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0016
#   severity: low
#   remediation: >-
#     Write apt-get or apt-cache.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3027]
#     checkov: [CKV_DOCKER_9]
#     kics: [b84a0b47-2e99-4c9f-8933-98bcabe2b94d]
#   reads: ["run:apt"]
#   needs: ["apt "]
package hullmark.checks.dockerfile.apt_for_people

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["apt ", concat(" ", array.slice(words, 1, 2)), ": scripts use apt-get"]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	words[0] == "apt"
}
