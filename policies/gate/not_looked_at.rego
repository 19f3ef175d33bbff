# METADATA
# scope: package
# title: "Everything could be looked at"
# description: >-
#   Where something could not be read, or with old data only, silence proves nothing. Such a row
#   makes the verdict incomplete, which is not a pass.
# custom:
#   id: HM-GATE-0005
#   severity: high
#   remediation: >-
#     The row says what is missing: update the data, name the platform, mend the file, install
#     the scanner.
#   judges: [row]
#   reads: [ledger]
package hullmark.gate.not_looked_at

import rego.v1

unproven := {"stale data", "starter", "unsupported", "partial", "failed", "absent"}

incomplete contains answer if {
	some i, row in input.ledger
	row.status in unproven
	answer := {"order": i, "msg": concat("", [place(row), " by ", row.scanner, " is ", row.status, reason(row)])}
}

place(row) := concat("", [row.check, " of ", row.target]) if {
	row.target != ""
} else := row.check

reason(row) := concat("", [": ", row.reason]) if {
	row.reason != ""
} else := ""
