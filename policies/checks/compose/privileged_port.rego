# METADATA
# title: "A port below 1024 is used"
# description: "Such a port may only be bound by root or with a capability, so the program inside has one of them, or the host gives away a well-known service."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0022
#   severity: low
#   remediation: "Listen and publish above 1023 and let a proxy or load balancer own 80 and 443."
#   controls: ["cis-docker-1.6.0:5.8"]
#   equivalents:
#     kics: [bc2908f3-f73c-40a9-8793-c1b7d5544f79]
#   needs: ["ports"]
package hullmark.checks.compose.privileged_port

import data.hullmark.checks.lib.compose
import rego.v1

low(port) if {
	number := compose.first_port(port)
	number < 1024
}

either(p) if low(p.target)

either(p) if low(p.published)

deny contains {"msg": sprintf("service '%s' uses the privileged port %s", [p.service.name, p.text]), "path": p.path, "anchor": p.service.anchor} if {
	some p in compose.ports
	either(p)
}
