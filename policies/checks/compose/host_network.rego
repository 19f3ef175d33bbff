# METADATA
# title: "A service shares the host's network"
# description: "The container sees and can change the host's network: the wall that a namespace builds is gone."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0004
#   severity: high
#   remediation: "Remove \"network_mode: host\"."
#   controls: ["cis-docker-1.6.0:5.10", "nist-800-190:4.4.3"]
#   equivalents:
#     kics: [071a71ff-f868-47a4-ac0b-3c59e4ab5443]
#   needs: ["network_mode"]
package hullmark.checks.compose.host_network

import data.hullmark.checks.lib.compose
import rego.v1

deny contains {"msg": sprintf("service '%s' shares the host's network", [s.name]), "path": array.concat(s.path, ["network_mode"]), "anchor": s.anchor} if {
	some s in compose.services
	s.service.network_mode == "host"
}
