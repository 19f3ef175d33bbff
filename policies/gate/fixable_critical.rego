# METADATA
# scope: package
# title: "No critical finding that has a fix"
# description: >-
#   What is critical and can be fixed has no reason to stay. Vulnerabilities wait for a vendor;
#   everything else is the owner's to change.
# custom:
#   id: HM-GATE-0001
#   severity: critical
#   remediation: >-
#     Update the component to a version that fixes it; for secrets and settings, change them.
#   judges: [finding]
#   reads: [findings.kind, findings.severity.level, findings.fixable]
package hullmark.gate.fixable_critical

import rego.v1

import data.hullmark.gate.lib.evidence

deny contains answer if {
	some finding in input.findings
	not finding.suppressed
	finding.severity.level == "critical"
	evidence.fixable(finding)
	words := "critical with a fix"
	answer := {"finding": finding.id, "words": words, "msg": evidence.say(finding, words)}
}
