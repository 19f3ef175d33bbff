# METADATA
# title: "A service shares the host's processes"
# description: "The container sees and can change the host's processes: the wall that a namespace builds is gone."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0005
#   severity: high
#   remediation: "Remove \"pid: host\"."
#   controls: ["cis-docker-1.6.0:5.16", "nist-800-190:4.4.3"]
#   equivalents:
#     kics: [4f31dd9f-2cc3-4751-9b53-67e4af83dac0]
#   needs: ["pid"]
package hullmark.checks.compose.host_processes

import data.hullmark.checks.lib.compose
import rego.v1

deny contains {"msg": sprintf("service '%s' shares the host's processes", [s.name]), "path": array.concat(s.path, ["pid"]), "anchor": s.anchor} if {
	some s in compose.services
	s.service.pid == "host"
}
