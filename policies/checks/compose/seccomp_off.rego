# METADATA
# title: "The seccomp profile is switched off"
# description: "The default profile refuses some forty system calls that ordinary programs never make and exploits do."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0015
#   severity: high
#   remediation: "Remove \"seccomp:unconfined\", or name a profile of your own."
#   controls: ["cis-docker-1.6.0:5.22"]
#   equivalents:
#     kics: [404fde2c-bc4b-4371-9747-7054132ac953]
#   needs: ["seccomp"]
package hullmark.checks.compose.seccomp_off

import data.hullmark.checks.lib.compose
import rego.v1

deny contains {"msg": sprintf("service '%s' runs without a seccomp profile", [o.service.name]), "path": o.path, "anchor": o.service.anchor} if {
	some o in compose.options
	o.option == "seccomp:unconfined"
}
