# METADATA
# scope: package
# title: "Fixes are taken up in time"
# description: >-
#   A fix may take some days to be rolled out, and no longer. The days are counted from the day
#   on which an earlier result or the store first saw the finding; where neither is at hand, from
#   the day on which the advisory was published. Each reason says which.
# custom:
#   id: HM-GATE-0009
#   severity: high
#   remediation: >-
#     Update the component; where that takes longer, accept the finding with an owner and an
#     end.
#   judges: [finding]
#   reads: [findings.severity.level, findings.fixable, findings.age_days, findings.first_seen_at, findings.published_at]
#   settings: [sla]
package hullmark.gate.fix_overdue

import rego.v1

import data.hullmark.gate.lib.evidence

deny contains answer if {
	allowed := evidence.setting("sla")
	some finding in input.findings
	not finding.suppressed
	evidence.fixable(finding)
	level := finding.severity.level
	age := evidence.age(finding)
	age > allowed[level]
	words := concat("", [level, " and not fixed within ", format_int(allowed[level], 10), " days"])
	answer := {
		"finding": finding.id,
		"words": words,
		"order": 5 - evidence.ranks[level],
		"detail": concat("", [evidence.counted(finding), " ", format_int(age, 10), " days ago"]),
		"msg": evidence.say(finding, words),
	}
}
