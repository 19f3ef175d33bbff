# METADATA
# title: "A service is given a capability beyond the default ones"
# description: "SYS_ADMIN, NET_ADMIN, SYS_PTRACE and their like lead out of the container; ALL is nearly \"privileged\"."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0002
#   severity: high
#   remediation: "Drop ALL and add back only what the program needs."
#   controls: ["cis-docker-1.6.0:5.4", "nist-800-190:4.4.3"]
#   needs: ["cap_add"]
package hullmark.checks.compose.capability_added

import data.hullmark.checks.lib.compose
import rego.v1

defaults := {"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"}

deny contains {"msg": sprintf("service '%s' adds the capability %s", [s.name, compose.text(capability)]), "path": array.concat(s.path, ["cap_add", i]), "anchor": s.anchor} if {
	some s in compose.services
	some i, capability in s.service.cap_add
	not trim_prefix(upper(compose.text(capability)), "CAP_") in defaults
}
