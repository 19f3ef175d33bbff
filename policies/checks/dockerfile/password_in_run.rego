# METADATA
# scope: package
# title: "A password is set in the build"
# description: >-
#   The command with the password is kept in the history of the image, and every container has
#   the same one.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0053
#   severity: critical
#   remediation: >-
#     Do without password log-in; create users with no password.
#   controls: [cis-docker-1.6.0:4.10, nist-800-190:4.1.4, pci-dss-4.0.1:8.6.2]
#   equivalents:
#     checkov: [CKV2_DOCKER_17]
#   reads: ["run:chpasswd passwd"]
#   needs: ["passwd"]
package hullmark.checks.dockerfile.password_in_run

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", [words[0], " sets a password that every container shares"]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	words[0] in {"chpasswd", "passwd"}
	not without_password(words)
}

without_password(words) if words[1] in {"-l", "--lock", "-d", "--delete", "-u"}
