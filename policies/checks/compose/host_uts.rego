# METADATA
# title: "A service shares the host's host name"
# description: "The container sees and can change the host's host name: the wall that a namespace builds is gone."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0007
#   severity: medium
#   remediation: "Remove \"uts: host\"."
#   controls: ["cis-docker-1.6.0:5.21", "nist-800-190:4.4.3"]
#   needs: ["uts"]
package hullmark.checks.compose.host_uts

import data.hullmark.checks.lib.compose
import rego.v1

deny contains {"msg": sprintf("service '%s' shares the host's host name", [s.name]), "path": array.concat(s.path, ["uts"]), "anchor": s.anchor} if {
	some s in compose.services
	s.service.uts == "host"
}
