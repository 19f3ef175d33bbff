# METADATA
# title: "A service has no limit of processes"
# description: "One service can take all processes of the host, by a leak, a fork bomb or an attack, and the others stop."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0019
#   severity: medium
#   remediation: "Set \"pids_limit\" or \"deploy.resources.limits.pids\"."
#   controls: ["cis-docker-1.6.0:5.29", "nist-800-190:4.4.3"]
#   equivalents:
#     kics: [221e0658-cb2a-44e3-b08a-db96a341d6fa]
package hullmark.checks.compose.processes_unlimited

import data.hullmark.checks.lib.compose
import rego.v1

limited(s) if s.service.pids_limit

limited(s) if s.service.deploy.resources.limits.pids

place(s) := array.concat(s.path, ["deploy", "resources", "limits"]) if s.service.deploy
else := s.path

deny contains {"msg": sprintf("service '%s' has no limit of processes", [s.name]), "path": place(s), "anchor": s.anchor} if {
	some s in compose.complete
	not limited(s)
}

deny contains {"msg": sprintf("service '%s' may start any number of processes", [s.name]), "path": array.concat(s.path, ["pids_limit"]), "anchor": s.anchor} if {
	some s in compose.services
	s.service.pids_limit < 1
}
