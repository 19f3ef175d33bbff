# METADATA
# scope: package
# title: "Every required scanner looked at every target"
# description: >-
#   A scanner that did not run finds nothing. Each one that is required must have a row in the
#   ledger of each target that says it ran.
# custom:
#   id: HM-GATE-0011
#   severity: high
#   remediation: >-
#     Run the scanner and join its report, or take it off the list.
#   judges: [target]
#   reads: [targets.name, ledger.target, ledger.scanner, ledger.status]
#   settings: [require]
package hullmark.gate.scanner_missing

import rego.v1

import data.hullmark.gate.lib.evidence

looked := {"ran", "cached"}

incomplete contains answer if {
	some scanner in evidence.setting("require")
	some target in input.targets
	not ran(scanner, target)
	answer := {"target": target.name, "msg": concat("", [scanner, " did not look at ", target.name, ", and it is required"])}
}

ran(scanner, target) if {
	some row in input.ledger
	row.scanner == scanner
	row.status in looked
	evidence.of_target(row, target)
}
