# METADATA
# scope: package
# title: "Base images are not older than agreed"
# description: >-
#   A base image that nobody has rebuilt for months lacks the updates of those months.
# custom:
#   id: HM-GATE-0015
#   severity: medium
#   remediation: >-
#     Take a newer base image and build again; let a schedule do so.
#   judges: [target]
#   reads: [targets.name, targets.kind, targets.base]
#   settings: [base_days]
package hullmark.gate.base_old

import rego.v1

import data.hullmark.gate.lib.evidence

deny contains answer if {
	allowed := evidence.setting("base_days")
	some target in input.targets
	evidence.is_image(target)
	age := evidence.days(evidence.today) - evidence.days(target.base.created)
	age > allowed
	answer := {
		"target": target.name,
		"msg": concat("", ["the base image of ", target.name, " is ", format_int(age, 10), " days old, ", format_int(allowed, 10), " are allowed"]),
	}
}

incomplete contains answer if {
	evidence.setting("base_days")
	some target in input.targets
	evidence.is_image(target)
	not target.base.created
	answer := {"target": target.name, "msg": concat("", ["how old the base image of ", target.name, " is cannot be told from its history"])}
}
