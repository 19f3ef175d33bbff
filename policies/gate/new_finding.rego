# METADATA
# scope: package
# title: "Nothing new of the level that counts"
# description: >-
#   A change answers for what it brings: findings that the baseline has not, and whose cause is the
#   code, the base image or a new image. What advisory data or another version of a scanner brought
#   is no fault of the change.
# custom:
#   id: HM-GATE-0010
#   severity: high
#   remediation: >-
#     Undo the part of the change that brought it: another version, another base image.
#   judges: [finding, target]
#   reads: [findings.severity.level, findings.cause, findings.baseline_state, baseline]
#   settings: [new]
package hullmark.gate.new_finding

import rego.v1

import data.hullmark.gate.lib.evidence

own := {"code", "base image", "new image"}

deny contains answer if {
	some finding in input.findings
	reaches(finding)
	finding.cause in own
	level := finding.severity.level
	words := concat("", ["new ", level])
	answer := {
		"finding": finding.id,
		"words": words,
		"order": 5 - evidence.ranks[level],
		"detail": concat("", ["brought by ", finding.cause]),
		"msg": evidence.say(finding, words),
	}
}

incomplete contains answer if {
	some finding in input.findings
	reaches(finding)
	not told(finding)
	words := "new for a reason that cannot be told"
	answer := {"finding": finding.id, "words": words, "msg": evidence.say(finding, words)}
}

incomplete contains answer if {
	evidence.setting("new")
	some target in input.targets
	target.name
	not compared
	answer := {
		"msg": "what is new is to be judged, and the result was not compared with a baseline",
		"fix": "Name an earlier result when it is made: --baseline result.json.",
	}
}

reaches(finding) if {
	asked := evidence.setting("new")
	not finding.suppressed
	finding.baseline_state == "new"
	evidence.ranks[finding.severity.level] >= evidence.ranks[asked]
}

told(finding) if {
	finding.cause
	finding.cause != "unknown"
}

compared if input.baseline

compared if input.gate.compared == true
