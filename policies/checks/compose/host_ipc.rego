# METADATA
# title: "A service shares the host's shared memory and semaphores"
# description: "The container sees and can change the host's shared memory and semaphores: the wall that a namespace builds is gone."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0006
#   severity: high
#   remediation: "Remove \"ipc: host\"."
#   controls: ["cis-docker-1.6.0:5.17", "nist-800-190:4.4.3"]
#   equivalents:
#     kics: [baa3890f-bed7-46f5-ab8f-1da8fc91c729]
#   needs: ["ipc"]
package hullmark.checks.compose.host_ipc

import data.hullmark.checks.lib.compose
import rego.v1

deny contains {"msg": sprintf("service '%s' shares the host's shared memory and semaphores", [s.name]), "path": array.concat(s.path, ["ipc"]), "anchor": s.anchor} if {
	some s in compose.services
	s.service.ipc == "host"
}
