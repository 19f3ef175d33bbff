# METADATA
# title: "A service may gain new privileges"
# description: "A set-user-ID program in the image makes an ordinary user root inside the container."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0014
#   severity: medium
#   remediation: "Add \"no-new-privileges:true\" to security_opt."
#   controls: ["cis-docker-1.6.0:5.26", "nist-800-190:4.4.3"]
#   equivalents:
#     checkov: [CKV_COMPOSE_2]
#     kics: [27fcc7d6-c49b-46e0-98f1-6c082a6a2750]
package hullmark.checks.compose.new_privileges

import data.hullmark.checks.lib.compose
import rego.v1

prevented(s) if {
	some o in compose.options
	o.service.name == s.name
	o.option in {"no-new-privileges", "no-new-privileges:true"}
}

place(s) := array.concat(found.path, []) if {
	some found in compose.options
	found.service.name == s.name
	startswith(found.option, "no-new-privileges")
} else := array.concat(s.path, ["security_opt"])

deny contains {"msg": sprintf("service '%s' may gain new privileges", [s.name]), "path": place(s), "anchor": s.anchor} if {
	some s in compose.complete
	not prevented(s)
}
