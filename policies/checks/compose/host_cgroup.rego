# METADATA
# title: "A service shares the host's control groups"
# description: "The container sees and can change the host's control groups: the wall that a namespace builds is gone."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0009
#   severity: medium
#   remediation: "Remove \"cgroup: host\"."
#   controls: ["cis-docker-1.6.0:5.25", "nist-800-190:4.4.3"]
#   needs: ["cgroup"]
package hullmark.checks.compose.host_cgroup

import data.hullmark.checks.lib.compose
import rego.v1

deny contains {"msg": sprintf("service '%s' shares the host's control groups", [s.name]), "path": array.concat(s.path, ["cgroup"]), "anchor": s.anchor} if {
	some s in compose.services
	s.service.cgroup == "host"
}
