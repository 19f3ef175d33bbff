# METADATA
# title: "A service has no limit of memory"
# description: "One service can take all memory of the host, by a leak, a fork bomb or an attack, and the others stop."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0017
#   severity: medium
#   remediation: "Set \"mem_limit\" or \"deploy.resources.limits.memory\"."
#   controls: ["cis-docker-1.6.0:5.11", "nist-800-190:4.4.3"]
#   equivalents:
#     kics: [bb9ac4f7-e13b-423d-a010-c74a1bfbe492]
package hullmark.checks.compose.memory_unlimited

import data.hullmark.checks.lib.compose
import rego.v1

limited(s) if s.service.mem_limit

limited(s) if s.service.deploy.resources.limits.memory

place(s) := array.concat(s.path, ["deploy", "resources", "limits"]) if s.service.deploy
else := s.path

deny contains {"msg": sprintf("service '%s' has no limit of memory", [s.name]), "path": place(s), "anchor": s.anchor} if {
	some s in compose.complete
	not limited(s)
}
