# METADATA
# scope: package
# title: "Licenses are those agreed upon"
# description: >-
#   A license of a component binds whoever ships it. Denied ones must not be the only choice;
#   with a list of allowed ones, each component needs one of them.
# custom:
#   id: HM-GATE-0017
#   severity: medium
#   remediation: >-
#     Replace the component, or have its license approved and listed.
#   judges: [component]
#   reads: [components.licenses, components.license_expression]
#   settings: [license_deny, license_allow]
package hullmark.gate.license_denied

import rego.v1

import data.hullmark.gate.lib.evidence
import data.hullmark.gate.lib.license

deny contains answer if {
	denied := evidence.setting("license_deny")
	some component in input.components
	text := license.expression(component)
	not free(text, denied)
	answer := {"component": component.purl, "msg": concat("", ["the license ", text, " is denied"])}
}

deny contains answer if {
	allowed := evidence.setting("license_allow")
	some component in input.components
	text := license.expression(component)
	not license.accepted(text, {"patterns": allowed, "names": []})
	not refused(text)
	answer := {"component": component.purl, "msg": concat("", ["the license ", text, " is not allowed"])}
}

warn contains answer if {
	evidence.setting("license_allow")
	some component in input.components
	not license.expression(component)
	answer := {"component": component.purl, "words": "without a known license", "msg": "its license is not known"}
}

# free: one may choose licenses of the expression none of which is denied.
free(text, denied) if {
	harmless := [name |
		some name in license.names(text)
		not license.listed(name, {"patterns": denied, "names": []})
	]
	license.accepted(text, {"patterns": [], "names": harmless})
}

refused(text) if {
	denied := evidence.setting("license_deny")
	not free(text, denied)
}
