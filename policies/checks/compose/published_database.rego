# METADATA
# title: "A database is published to the network"
# description: "Services reach a database over their own network; a published port lets everybody else try its password and its flaws."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0021
#   severity: high
#   remediation: "Remove \"ports\"; use \"expose\" or 127.0.0.1 for local tools."
#   controls: ["nist-800-190:4.3.3", "pci-dss-4.0.1:1.4.4"]
#   needs: ["ports"]
package hullmark.checks.compose.published_database

import data.hullmark.checks.lib.compose
import rego.v1

deny contains {"msg": sprintf("service '%s' publishes the database '%s' on port %s", [p.service.name, image, p.text]), "path": p.path, "anchor": p.service.anchor} if {
	some p in compose.ports
	image := p.service.service.image
	compose.database(image)
	not compose.loopback(p.ip)
	not compose.filled_in(p.ip)
}
