# METADATA
# scope: package
# title: "No high or critical finding"
# description: >-
#   Fixable or not: where nothing can be updated, the component can be left out, or the finding
#   accepted with a reason and an end.
# custom:
#   id: HM-GATE-0002
#   severity: high
#   remediation: >-
#     Update or remove the component, or accept the finding in the suppression file.
#   judges: [finding]
#   reads: [findings.severity.level]
package hullmark.gate.high_or_critical

import rego.v1

import data.hullmark.gate.lib.evidence

deny contains answer if {
	some finding in input.findings
	not finding.suppressed
	level := finding.severity.level
	level in {"critical", "high"}
	answer := {"finding": finding.id, "words": level, "order": 5 - evidence.ranks[level], "msg": evidence.say(finding, level)}
}
