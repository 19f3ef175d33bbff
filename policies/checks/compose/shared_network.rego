# METADATA
# title: "A database shares a network with a published service"
# description: "Who takes over the service that faces outside talks to the database, and to everything else on that network, at once."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0023
#   severity: medium
#   remediation: "Give each tier a network of its own; mark those that need no way out \"internal: true\"."
#   controls: ["cis-docker-1.6.0:5.30", "nist-800-190:4.3.3", "pci-dss-4.0.1:1.4.4"]
#   needs: ["ports"]
package hullmark.checks.compose.shared_network

import data.hullmark.checks.lib.compose
import rego.v1

networks(s) := {"default"} if {
	not s.service.networks
	not s.service.network_mode
} else := {name | some name in object.keys(s.service.networks)} if {
	is_object(s.service.networks)
} else := {name | some name in s.service.networks}

published(s) if count(s.service.ports) > 0

deny contains {"msg": sprintf("database '%s' and the published service '%s' share the network '%s'", [s.name, other.name, shared]), "path": array.concat(s.path, ["networks"]), "anchor": s.anchor} if {
	some s in compose.complete
	compose.database(s.service.image)
	not published(s)
	some other in compose.complete
	other.name != s.name
	published(other)
	not compose.database(object.get(other.service, "image", ""))
	some shared in networks(s)
	shared == "default"
	shared in networks(other)
}
