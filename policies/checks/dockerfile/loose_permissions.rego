# METADATA
# scope: package
# title: "Files are made writable for all or run as their owner"
# description: >-
#   A set-user-ID file lets any user of the container act as root; a file that everybody can
#   write can be replaced by any process.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0011
#   severity: high
#   remediation: >-
#     Give only the bits that are needed, for example chmod 0755, and no s bit.
#   controls: [cis-docker-1.6.0:4.8, nist-800-190:4.1.2, pci-dss-4.0.1:2.2.6]
#   reads: ["run:chmod"]
#   needs: ["chmod"]
package hullmark.checks.dockerfile.loose_permissions

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["'chmod ", mode, "' ", what]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	words[0] == "chmod"
	mode := [word | some word in docker.plain(words)][0]
	what := meaning(mode)
}

meaning(mode) := "sets the set-user-ID or set-group-ID bit" if {
	regex.match(`^[2467][0-7]{3}$|^0[2467][0-7]{3}$|[ugoa]*\+[rwxXt]*s`, mode)
} else := "lets everybody write" if {
	regex.match(`^0?[0-7]?[0-7][0-7][2367]$|(^|,)[ugo]*[oa][ugo]*[+=][rxXst]*w`, mode)
}
