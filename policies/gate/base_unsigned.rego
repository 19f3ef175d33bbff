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
#   reads: [targets.name, targets.kind, targets.base, targets.attestations]
package hullmark.gate.base_unsigned

import rego.v1

import data.hullmark.gate.lib.evidence

deny contains answer if {
	some target in input.targets
	evidence.is_image(target)
	target.base.digest
	some attestation in target.attestations
	attestation.subject == target.base.digest
	not signed(target)
	answer := {"target": target.name, "msg": concat("", ["no signature of the base image of ", target.name, " could be verified"])}
}

incomplete contains answer if {
	some target in input.targets
	evidence.is_image(target)
	not looked_for(target)
	answer := {"target": target.name, "msg": concat("", ["whether the base image of ", target.name, " is signed is not known"])}
}

signed(target) if {
	some attestation in target.attestations
	attestation.subject == target.base.digest
	attestation.verified == true
}

looked_for(target) if {
	some attestation in target.attestations
	attestation.subject == target.base.digest
}
