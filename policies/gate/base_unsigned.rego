# METADATA
# scope: package
# title: "Base images are signed"
# description: >-
#   A signature that was verified says who made a base image, and that nobody changed it since.
# custom:
#   id: HM-GATE-0018
#   severity: high
#   remediation: >-
#     Take a base image that its publisher signs, verify the signature when it is pulled, pin
#     its digest.
#   judges: [target]
#   reads: [targets.name, targets.kind, targets.base, targets.attestations, targets.attestation_searches]
package hullmark.gate.base_unsigned

import rego.v1

import data.hullmark.gate.lib.evidence

# Found is not verified: only a signature that was held against a key says anything.
deny contains answer if {
	some target in input.targets
	evidence.is_image(target)
	refused(target)
	not signed(target)
	answer := {"target": target.name, "msg": concat("", ["no signature of the base image of ", target.name, " could be verified"])}
}

deny contains answer if {
	some target in input.targets
	evidence.is_image(target)
	looked_for(target)
	not found(target)
	answer := {"target": target.name, "msg": concat("", ["the base image of ", target.name, " bears no signature"])}
}

incomplete contains answer if {
	some target in input.targets
	evidence.is_image(target)
	found(target)
	not signed(target)
	not refused(target)
	answer := {"target": target.name, "msg": concat("", ["the base image of ", target.name, " bears a signature that nobody has verified"])}
}

incomplete contains answer if {
	some target in input.targets
	evidence.is_image(target)
	not looked_for(target)
	not found(target)
	answer := {"target": target.name, "msg": concat("", ["whether the base image of ", target.name, " is signed is not known", why(target)])}
}

signed(target) if {
	some attestation in target.attestations
	attestation.subject == target.base.digest
	attestation.verified == true
}

found(target) if signed(target)

found(target) if {
	some attestation in target.attestations
	attestation.subject == target.base.digest
	attestation.kind == "signature"
}

refused(target) if {
	some attestation in target.attestations
	attestation.subject == target.base.digest
	attestation.kind == "signature"
	attestation.checked == true
	attestation.verified == false
}

looked_for(target) if {
	some search in target.attestation_searches
	search.subject == target.base.digest
	search.complete == true
}

default why(_) := ""

why(target) := concat("", [": ", reason]) if {
	reasons := {search.reason |
		some search in target.attestation_searches
		search.subject == target.base.digest
	}
	reason := concat("; ", reasons)
	reason != ""
}
