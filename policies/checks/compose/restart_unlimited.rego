# METADATA
# title: "A failing service is restarted without end"
# description: "A service that crashes at once keeps the host busy and hides the failure; an attacker gets as many tries as needed."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0028
#   severity: low
#   remediation: "Use \"restart: on-failure:5\"."
#   controls: ["cis-docker-1.6.0:5.15"]
#   equivalents:
#     kics: [2fc99041-ddad-49d5-853f-e35e70a48391]
#   needs: ["restart"]
package hullmark.checks.compose.restart_unlimited

import data.hullmark.checks.lib.compose
import rego.v1

deny contains {"msg": sprintf("service '%s' is restarted more than five times", [s.name]), "path": array.concat(s.path, ["restart"]), "anchor": s.anchor} if {
	some s in compose.services
	restart := compose.text(s.service.restart)
	startswith(restart, "on-failure")
	restart != "on-failure:5"
	not few(restart)
}

few(restart) if {
	tries := to_number(split(restart, ":")[1])
	tries < 5
}

deny contains {"msg": sprintf("service '%s' is restarted more than five times", [s.name]), "path": array.concat(s.path, ["deploy", "restart_policy", "max_attempts"]), "anchor": s.anchor} if {
	some s in compose.services
	s.service.deploy.restart_policy.max_attempts > 5
}
