# METADATA
# title: "A service has no health check"
# description: "The engine sees only whether the process lives, not whether it serves; a hung service stays in use."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0029
#   severity: low
#   remediation: "Write \"healthcheck:\" with a cheap test."
#   controls: ["cis-docker-1.6.0:5.27"]
#   equivalents:
#     kics: [698ed579-b239-4f8f-a388-baa4bcb13ef8]
package hullmark.checks.compose.healthcheck_off

import data.hullmark.checks.lib.compose
import rego.v1

off(s) if s.service.healthcheck.disable == true

off(s) if s.service.healthcheck.test == "NONE"

off(s) if s.service.healthcheck.test[0] == "NONE"

off(s) if not s.service.healthcheck

deny contains {"msg": sprintf("service '%s' has no health check", [s.name]), "path": array.concat(s.path, ["healthcheck"]), "anchor": s.anchor} if {
	some s in compose.complete
	off(s)
}
