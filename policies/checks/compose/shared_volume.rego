# METADATA
# title: "Two services write to one volume"
# description: "What one service writes the other trusts: an intruder moves on through the files."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0033
#   severity: low
#   remediation: "Give each service its own volume, or mount it read-only where it is only read."
#   controls: []
#   equivalents:
#     kics: [8c978947-0ff6-485c-b0c2-0bfca6026466]
#   needs: ["volumes"]
package hullmark.checks.compose.shared_volume

import data.hullmark.checks.lib.compose
import rego.v1

deny contains {"msg": sprintf("service '%s' shares the volume '%s' with '%s'", [m.service.name, m.source, other.service.name]), "path": m.path, "anchor": m.service.anchor} if {
	some m in compose.mounts
	m.type == "volume"
	m.source != ""
	some other in compose.mounts
	other.source == m.source
	other.service.name != m.service.name
	not m.mode in {"ro", "ro,z", "ro,Z"}
	not other.mode in {"ro", "ro,z", "ro,Z"}
}
