# METADATA
# title: "A service changes kernel parameters"
# description: "Some parameters are not confined to the container and change the host."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0031
#   severity: medium
#   remediation: "Remove \"sysctls\", or keep to those of the net namespace that are safe."
#   controls: ["nist-800-190:4.4.3"]
#   needs: ["sysctls"]
package hullmark.checks.compose.kernel_parameter

import data.hullmark.checks.lib.compose
import rego.v1

safe := {"kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.ping_group_range", "net.ipv4.tcp_syncookies", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.core.somaxconn"}

deny contains {"msg": sprintf("service '%s' sets the kernel parameter %s", [s.name, name]), "path": array.concat(s.path, ["sysctls", key]), "anchor": s.anchor} if {
	some s in compose.services
	some key, value in s.service.sysctls
	name := parameter(key, value)
	not name in safe
}

parameter(key, _) := key if is_string(key)

parameter(key, value) := split(compose.text(value), "=")[0] if is_number(key)
