# METADATA
# scope: package
# title: "No more packages than agreed"
# description: >-
#   Every package is something to update. An image that holds only what its service needs has
#   fewer flaws, known and unknown.
# custom:
#   id: HM-GATE-0012
#   severity: medium
#   remediation: >-
#     Start from a smaller base, install without recommended packages, build in a stage of its
#     own.
#   judges: [target]
#   reads: [targets.name, targets.kind, targets.packages, components.target]
#   settings: [packages]
package hullmark.gate.many_packages

import rego.v1

import data.hullmark.gate.lib.evidence

deny contains answer if {
	allowed := evidence.setting("packages")
	some target in input.targets
	evidence.is_image(target)
	found := evidence.packages(target)
	found > allowed
	answer := {
		"target": target.name,
		"msg": concat("", [format_int(found, 10), " packages in ", target.name, ", ", format_int(allowed, 10), " are allowed"]),
	}
}
