# METADATA
# scope: package
# title: "Base images are those agreed upon"
# description: >-
#   Whoever builds the base image decides what runs. A list of repositories keeps unknown ones
#   out.
# custom:
#   id: HM-GATE-0016
#   severity: high
#   remediation: >-
#     Build upon one of the allowed base images, or add the new one to the list.
#   judges: [target]
#   reads: [targets.name, targets.kind, targets.base]
#   settings: [base_allow]
package hullmark.gate.base_not_allowed

import rego.v1

import data.hullmark.gate.lib.evidence
import data.hullmark.gate.lib.reference

deny contains answer if {
	patterns := evidence.setting("base_allow")
	some target in input.targets
	evidence.is_image(target)
	target.base.name != ""
	not allowed(target.base.name, patterns)
	answer := {"target": target.name, "msg": concat("", [target.name, " is built upon ", target.base.name, ", which is not an allowed base image"])}
}

incomplete contains answer if {
	evidence.setting("base_allow")
	some target in input.targets
	evidence.is_image(target)
	not named(target)
	answer := {
		"target": target.name,
		"msg": concat("", ["what ", target.name, " is built upon is not recorded"]),
		"fix": "Let the build write the label org.opencontainers.image.base.name.",
	}
}

named(target) if target.base.name != ""

allowed(image, patterns) if {
	some pattern in patterns
	reference.fits(image, pattern)
}
