# METADATA
# title: "A mount is passed on to the host"
# description: "With shared propagation what the container mounts appears on the host and in other containers."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0012
#   severity: high
#   remediation: "Use the private propagation, which is the default."
#   controls: ["cis-docker-1.6.0:5.20"]
#   equivalents:
#     kics: [baa452f0-1f21-4a25-ace5-844e7a5f410d]
#   needs: ["shared", "slave"]
package hullmark.checks.compose.mount_propagation

import data.hullmark.checks.lib.compose
import rego.v1

deny contains {"msg": sprintf("service '%s' mounts '%s' with propagation", [m.service.name, m.source]), "path": array.concat(m.path, ["bind", "propagation"]), "anchor": m.service.anchor} if {
	some m in compose.mounts
	some word in split(m.propagation, ",")
	word in {"shared", "rshared", "slave", "rslave"}
}
