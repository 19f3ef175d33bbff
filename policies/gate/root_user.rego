# METADATA
# scope: package
# title: "Images do not run as root"
# description: >-
#   A process that runs as root in a container is root on the host as soon as it gets out. The
#   image says as whom it runs; without a word it is root.
# custom:
#   id: HM-GATE-0014
#   severity: high
#   remediation: >-
#     Make a user in the Dockerfile and name it by number: USER 10001.
#   judges: [target]
#   reads: [targets.name, targets.kind, targets.config]
package hullmark.gate.root_user

import rego.v1

import data.hullmark.gate.lib.evidence

deny contains answer if {
	some target in input.targets
	evidence.is_image(target)
	target.config
	root(user(target))
	answer := {"target": target.name, "msg": concat("", [target.name, " runs as root"])}
}

incomplete contains answer if {
	some target in input.targets
	evidence.is_image(target)
	not target.config
	answer := {"target": target.name, "msg": concat("", ["as whom ", target.name, " runs is not known"])}
}

user(target) := split(target.config.user, ":")[0] if {
	target.config.user
} else := ""

root("")

root("root")

root(name) if regex.match(`^0+$`, name)
