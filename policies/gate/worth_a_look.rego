# METADATA
# scope: package
# title: "Nothing that deserves a look"
# description: >-
#   What the gate lets through and a person should still see: high and critical findings, what
#   is exploited, what nobody rated.
# custom:
#   id: HM-GATE-0006
#   severity: low
#   remediation: >-
#     Look at the findings of the result, the worst first.
#   judges: [finding]
#   reads: [findings.severity.level, findings.known_exploited]
package hullmark.gate.worth_a_look

import rego.v1

import data.hullmark.gate.lib.evidence

warn contains answer if {
	some finding in input.findings
	not finding.suppressed
	level := finding.severity.level
	level in {"critical", "high"}
	answer := {"finding": finding.id, "words": level, "order": 5 - evidence.ranks[level], "msg": evidence.say(finding, level)}
}

warn contains answer if {
	some finding in input.findings
	not finding.suppressed
	finding.known_exploited
	words := "known to be exploited"
	answer := {"finding": finding.id, "words": words, "order": 2, "msg": evidence.say(finding, words)}
}

warn contains answer if {
	some finding in input.findings
	not finding.suppressed
	finding.severity.level == "unknown"
	words := "of unknown severity"
	answer := {"finding": finding.id, "words": words, "order": 3, "msg": evidence.say(finding, words)}
}
