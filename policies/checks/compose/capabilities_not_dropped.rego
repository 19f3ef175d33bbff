# METADATA
# title: "A service keeps all default capabilities"
# description: "Few programs need any of the fourteen capabilities that a container gets by default; each is one more way on for an intruder."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0003
#   severity: medium
#   remediation: "Write \"cap_drop: [ALL]\" and add back what is needed."
#   controls: ["cis-docker-1.6.0:5.4", "nist-800-190:4.4.3"]
#   equivalents:
#     kics: [ce76b7d0-9e77-464d-b86f-c5c48e03e22d]
package hullmark.checks.compose.capabilities_not_dropped

import data.hullmark.checks.lib.compose
import rego.v1

dropped(s) if {
	some capability in s.service.cap_drop
	upper(compose.text(capability)) == "ALL"
}

# A shorter list was chosen with care too.
dropped(s) if count(s.service.cap_drop) > 0

deny contains {"msg": sprintf("service '%s' drops no capabilities", [s.name]), "path": array.concat(s.path, ["cap_drop"]), "anchor": s.anchor} if {
	some s in compose.complete
	not dropped(s)
}

deny contains {"msg": sprintf("service '%s' adds capabilities", [s.name]), "path": array.concat(s.path, ["cap_add"]), "anchor": s.anchor} if {
	some s in compose.complete
	some capability in s.service.cap_add
	upper(compose.text(capability)) == "ALL"
}
