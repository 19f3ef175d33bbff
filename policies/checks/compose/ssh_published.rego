# METADATA
# title: "A service publishes SSH"
# description: "A shell server in a container is one more door with its own keys; engines have \"exec\"."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0034
#   severity: medium
#   remediation: "Remove the port and the server."
#   controls: ["cis-docker-1.6.0:5.7", "nist-800-190:4.1.2"]
#   needs: ["ports"]
package hullmark.checks.compose.ssh_published

import data.hullmark.checks.lib.compose
import rego.v1

deny contains {"msg": sprintf("service '%s' publishes SSH", [p.service.name]), "path": p.path, "anchor": p.service.anchor} if {
	some p in compose.ports
	p.target == "22"
}
