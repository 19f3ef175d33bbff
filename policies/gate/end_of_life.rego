# METADATA
# scope: package
# title: "Nothing that no longer gets updates"
# description: >-
#   After its end of life nobody publishes or fixes a distribution's flaws, so a short list of
#   findings proves nothing.
# custom:
#   id: HM-GATE-0008
#   severity: high
#   remediation: >-
#     Move to a release that is supported.
#   judges: [finding, row]
#   reads: [findings.kind, ledger]
package hullmark.gate.end_of_life

import rego.v1

import data.hullmark.gate.lib.evidence

deny contains answer if {
	some finding in input.findings
	not finding.suppressed
	finding.kind == "end-of-life"
	words := "past the end of life"
	answer := {"finding": finding.id, "words": words, "msg": evidence.say(finding, words)}
}

deny contains {"order": i, "msg": concat("", [row.target, " is past its end of life, says ", row.scanner])} if {
	some i, row in input.ledger
	row.status == "end-of-life"
}
