# METADATA
# scope: package
# title: "Nothing at or above the level that fails"
# description: >-
#   The setting fail_on adds a level to every profile. Unknown severity reaches no level; only
#   the level unknown means every finding.
# custom:
#   id: HM-GATE-0004
#   severity: high
#   remediation: >-
#     Update the component, or accept the finding in the suppression file.
#   judges: [finding]
#   reads: [findings.severity.level]
#   settings: [fail_on]
package hullmark.gate.level_reached

import rego.v1

import data.hullmark.gate.lib.evidence

deny contains answer if {
	evidence.setting("fail_on") == "unknown"
	some finding in input.findings
	not finding.suppressed
	words := "of any severity"
	answer := {"finding": finding.id, "words": words, "msg": evidence.say(finding, words)}
}

deny contains answer if {
	asked := evidence.setting("fail_on")
	asked != "unknown"
	some finding in input.findings
	not finding.suppressed
	level := finding.severity.level
	evidence.ranks[level] >= evidence.ranks[asked]
	answer := {"finding": finding.id, "words": level, "order": 5 - evidence.ranks[level], "msg": evidence.say(finding, level)}
}
