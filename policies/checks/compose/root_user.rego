# METADATA
# title: "A service is told to run as root"
# description: "A process that is root in the container is root when it breaks out, unless user namespaces are used."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0025
#   severity: medium
#   remediation: "Name an ordinary user: \"user: \"10001:10001\"\"."
#   controls: ["cis-docker-1.6.0:4.1", "nist-800-190:4.1.2"]
#   needs: ["user"]
package hullmark.checks.compose.root_user

import data.hullmark.checks.lib.compose
import rego.v1

deny contains {"msg": sprintf("service '%s' runs as root", [s.name]), "path": array.concat(s.path, ["user"]), "anchor": s.anchor} if {
	some s in compose.services
	regex.match(`^(root|0+)(:.*)?$`, compose.text(s.service.user))
}
