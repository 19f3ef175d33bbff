# METADATA
# title: "A service's root file system can be written"
# description: "An intruder can drop tools and change the program; on a read-only file system neither lasts nor starts."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0013
#   severity: medium
#   remediation: "Write \"read_only: true\" and give the program a tmpfs or volume where it writes."
#   controls: ["cis-docker-1.6.0:5.13", "nist-800-190:4.4.4"]
#   equivalents:
#     checkov: [CKV_COMPOSE_4]
package hullmark.checks.compose.writable_root

import data.hullmark.checks.lib.compose
import rego.v1

deny contains {"msg": sprintf("service '%s' can write to its root file system", [s.name]), "path": array.concat(s.path, ["read_only"]), "anchor": s.anchor} if {
	some s in compose.complete
	not s.service.read_only == true
}
