# METADATA
# title: "A device of the host is handed to a service"
# description: "Reading or writing a device goes past every file permission of the host."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0030
#   severity: high
#   remediation: "Remove \"devices\", or hand over one harmless device read-only."
#   controls: ["cis-docker-1.6.0:5.18"]
#   needs: ["devices"]
package hullmark.checks.compose.host_device

import data.hullmark.checks.lib.compose
import rego.v1

harmless(device) if regex.match(`^/dev/(null|zero|random|urandom|fuse|net/tun|dri(/.*)?|snd(/.*)?|video[0-9]+)(:|$)`, device)

deny contains {"msg": sprintf("service '%s' is given the device '%s'", [s.name, device]), "path": array.concat(s.path, ["devices", i]), "anchor": s.anchor} if {
	some s in compose.services
	some i, entry in s.service.devices
	device := source(entry)
	not harmless(device)
}

source(entry) := entry if {
	is_string(entry)
} else := compose.text(entry.source)
