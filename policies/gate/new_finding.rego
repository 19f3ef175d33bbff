# METADATA
# scope: package
# title: "Nothing new of the level that counts"
# description: >-
#   A change answers for what it brings: findings whose cause is the code or the base image,
#   compared with a baseline. What advisory data or another version of a scanner brought is no
#   fault of the change.
# custom:
#   id: HM-GATE-0010
#   severity: high
#   remediation: >-
#     Undo the part of the change that brought it: another version, another base image.
#   judges: [finding, target]
#   reads: [findings.severity.level, findings.cause, baseline]
#   settings: [new]
package hullmark.gate.new_finding

import rego.v1

import data.hullmark.gate.lib.evidence

own := {"code", "base image", "new image"}

deny contains answer if {
	asked := evidence.setting("new")
	some finding in input.findings
	not finding.suppressed
	finding.cause in own
	level := finding.severity.level
	evidence.ranks[level] >= evidence.ranks[asked]
	words := concat("", ["new ", level])
	answer := {
		"finding": finding.id,
		"words": words,
		"order": 5 - evidence.ranks[level],
		"detail": concat("", ["brought by ", finding.cause]),
		"msg": evidence.say(finding, words),
	}
}
