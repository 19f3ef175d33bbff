# METADATA
# title: "A service shares the host's user ids"
# description: "The container sees and can change the host's user ids: the wall that a namespace builds is gone."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0008
#   severity: medium
#   remediation: "Remove \"userns_mode: host\"."
#   controls: ["cis-docker-1.6.0:5.31", "nist-800-190:4.4.3"]
#   equivalents:
#     kics: [8af7162d-6c98-482f-868e-0d33fb675ca8]
#   needs: ["userns_mode"]
package hullmark.checks.compose.host_users

import data.hullmark.checks.lib.compose
import rego.v1

deny contains {"msg": sprintf("service '%s' shares the host's user ids", [s.name]), "path": array.concat(s.path, ["userns_mode"]), "anchor": s.anchor} if {
	some s in compose.services
	s.service.userns_mode == "host"
}
