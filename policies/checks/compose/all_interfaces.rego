# METADATA
# title: "A port is published on every interface of the host"
# description: "Without an address the port is open to everybody who reaches the host, and the engine opens it past the firewall rules of the host."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0020
#   severity: medium
#   remediation: "Publish on 127.0.0.1 or one address, and let a reverse proxy face the network."
#   controls: ["cis-docker-1.6.0:5.14", "nist-800-190:4.4.2", "pci-dss-4.0.1:1.4.4"]
#   equivalents:
#     kics: [451d79dc-0588-476a-ad03-3c7f0320abb3]
#   needs: ["ports"]
package hullmark.checks.compose.all_interfaces

import data.hullmark.checks.lib.compose
import rego.v1

deny contains {"msg": sprintf("service '%s' publishes port %s on every interface", [p.service.name, p.text]), "path": p.path, "anchor": p.service.anchor} if {
	some p in compose.ports
	p.ip in {"", "0.0.0.0", "*"}
}
