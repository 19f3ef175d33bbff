# METADATA
# title: "A service has no limit of CPU"
# description: "One service can take all CPU of the host, by a leak, a fork bomb or an attack, and the others stop."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0018
#   severity: low
#   remediation: "Set \"cpus\" or \"deploy.resources.limits.cpus\"."
#   controls: ["cis-docker-1.6.0:5.12", "nist-800-190:4.4.3"]
#   equivalents:
#     kics: [6b610c50-99fb-4ef0-a5f3-e312fd945bc3]
package hullmark.checks.compose.cpu_unlimited

import data.hullmark.checks.lib.compose
import rego.v1

limited(s) if s.service.cpus

limited(s) if s.service.deploy.resources.limits.cpus

limited(s) if s.service.cpu_quota

limited(s) if s.service.cpu_shares

limited(s) if s.service.cpu_count

limited(s) if s.service.cpuset

place(s) := array.concat(s.path, ["deploy", "resources", "limits"]) if s.service.deploy
else := s.path

deny contains {"msg": sprintf("service '%s' has no limit of CPU", [s.name]), "path": place(s), "anchor": s.anchor} if {
	some s in compose.complete
	not limited(s)
}
