# METADATA
# scope: package
# title: "No secret, whatever its severity"
# description: >-
#   A secret in an image or a repository is known to everyone who can pull it, and stays in
#   lower layers when a later one deletes it.
# custom:
#   id: HM-GATE-0007
#   severity: critical
#   remediation: >-
#     Revoke the secret first, then take it out of file and history; give it to builds as a
#     secret mount.
#   judges: [finding]
#   reads: [findings.kind]
package hullmark.gate.secret_found

import rego.v1

import data.hullmark.gate.lib.evidence

deny contains answer if {
	some finding in input.findings
	not finding.suppressed
	finding.kind == "secret"
	words := "secrets"
	answer := {"finding": finding.id, "words": words, "msg": evidence.say(finding, "a secret")}
}
