# METADATA
# title: "AppArmor or SELinux is switched off"
# description: "The profile confines what root in the container can reach; without it one mistake is enough."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0016
#   severity: high
#   remediation: "Remove \"apparmor:unconfined\" and \"label:disable\"."
#   controls: ["cis-docker-1.6.0:5.2"]
#   needs: ["unconfined", "disable"]
package hullmark.checks.compose.mandatory_control_off

import data.hullmark.checks.lib.compose
import rego.v1

deny contains {"msg": sprintf("service '%s' sets %s", [o.service.name, o.option]), "path": o.path, "anchor": o.service.anchor} if {
	some o in compose.options
	o.option in {"apparmor:unconfined", "label:disable", "systempaths:unconfined"}
}
