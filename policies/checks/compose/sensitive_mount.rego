# METADATA
# title: "A sensitive directory of the host is mounted"
# description: "What the host keeps there (its system, accounts, keys, devices) can be read or changed from the container."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0011
#   severity: high
#   remediation: "Mount a named volume, or the one folder that is needed, read-only."
#   controls: ["cis-docker-1.6.0:5.6", "nist-800-190:4.4.3"]
#   equivalents:
#     kics: [1c1325ff-831d-43a1-973e-839ae57dfcc0]
#   needs: ["volumes"]
package hullmark.checks.compose.sensitive_mount

import data.hullmark.checks.lib.compose
import rego.v1

exact := {"/", "/home", "/root", "/usr", "/opt", "/var", "/var/lib", "/run", "/var/run", "/mnt", "/media", "/srv"}

below := ["/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/sys", "/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/lib", "/var/lib/docker", "/var/lib/kubelet", "/var/lib/containerd", "/var/lib/backup", "/var/log", "/var/spool/cron", "/root/.ssh"]

harmless := {"/etc/localtime", "/etc/timezone", "/dev/null", "/dev/shm", "/etc/hostname", "/etc/machine-id"}

sensitive(source) if source in exact

sensitive(source) if {
	not source in harmless
	some folder in below
	under(source, folder)
}

under(source, folder) if source == folder

under(source, folder) if startswith(source, concat("", [folder, "/"]))

clean(source) := "/" if {
	source == "/"
} else := trim_suffix(source, "/")

deny contains {"msg": sprintf("service '%s' mounts '%s' of the host", [m.service.name, m.source]), "path": m.path, "anchor": m.service.anchor} if {
	some m in compose.mounts
	sensitive(clean(m.source))
}

deny contains {"msg": sprintf("volume '%s' is '%s' of the host", [name, volume.driver_opts.device]), "path": ["volumes", name, "driver_opts", "device"], "anchor": sprintf("volume %s", [name])} if {
	some name, volume in input.volumes
	sensitive(clean(volume.driver_opts.device))
}
