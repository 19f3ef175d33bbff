# METADATA
# title: "A service is put under another control group"
# description: "The limits of that group count instead of those the engine keeps, and what else runs in it is affected."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0032
#   severity: medium
#   remediation: "Remove \"cgroup_parent\"."
#   controls: ["cis-docker-1.6.0:5.25"]
#   equivalents:
#     kics: [4d9f44c6-2f4a-4317-9bb5-267adbea0232]
#   needs: ["cgroup_parent"]
package hullmark.checks.compose.control_group

import data.hullmark.checks.lib.compose
import rego.v1

deny contains {"msg": sprintf("service '%s' is put under another control group", [s.name]), "path": array.concat(s.path, ["cgroup_parent"]), "anchor": s.anchor} if {
	some s in compose.services
	s.service.cgroup_parent
}
