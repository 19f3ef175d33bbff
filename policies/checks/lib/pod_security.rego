# The Pod Security Standards, one set per control: what breaks it, as {"msg", "path", "anchor"}.
# The newest version of the standard applies, unless the object says another one under
# "hullmark.dev/pod-security-minor" (which no cluster sends).
package hullmark.checks.lib.pod_security

import data.hullmark.checks.lib.kubernetes as k8s
import rego.v1

# minor: the version of the standard, 1.minor.
minor := asked if {
	asked := input["hullmark.dev/pod-security-minor"]
	is_number(asked)
} else := 37

broken(msg, path, anchor) := {"msg": msg, "path": path, "anchor": anchor}

user_namespace(pod) if {
	minor >= 35
	pod.spec.hostUsers == false
}

windows_exempt(pod) if {
	minor >= 25
	k8s.windows(pod)
}

# --- baseline ---------------------------------------------------------------------------------

host_process contains broken(
	sprintf("%s is a Windows HostProcess pod", [pod.anchor]),
	array.concat(pod.path, ["securityContext", "windowsOptions", "hostProcess"]),
	pod.anchor,
) if {
	some pod in k8s.pods
	k8s.security_of(pod).windowsOptions.hostProcess == true
}

host_process contains broken(
	sprintf("%s is a Windows HostProcess container", [c.name]),
	array.concat(c.path, ["securityContext", "windowsOptions", "hostProcess"]),
	c.anchor,
) if {
	some c in k8s.containers
	c.security.windowsOptions.hostProcess == true
}

host_network contains broken(
	sprintf("%s shares the network of the node", [pod.anchor]),
	array.concat(pod.path, ["hostNetwork"]),
	pod.anchor,
) if {
	some pod in k8s.pods
	pod.spec.hostNetwork == true
}

host_pid contains broken(
	sprintf("%s shares the processes of the node", [pod.anchor]),
	array.concat(pod.path, ["hostPID"]),
	pod.anchor,
) if {
	some pod in k8s.pods
	pod.spec.hostPID == true
}

host_ipc contains broken(
	sprintf("%s shares the inter-process communication of the node", [pod.anchor]),
	array.concat(pod.path, ["hostIPC"]),
	pod.anchor,
) if {
	some pod in k8s.pods
	pod.spec.hostIPC == true
}

host_namespaces := (host_network | host_pid) | host_ipc

privileged contains broken(
	sprintf("%s is privileged", [c.name]),
	array.concat(c.path, ["securityContext", "privileged"]),
	c.anchor,
) if {
	some c in k8s.containers
	c.security.privileged == true
}

default_capabilities := {
	"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD",
	"NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
}

capabilities_baseline contains broken(
	sprintf("%s adds the capability %s", [c.name, k8s.text(capability)]),
	array.concat(c.path, ["securityContext", "capabilities", "add", i]),
	c.anchor,
) if {
	some c in k8s.containers
	some i, capability in c.security.capabilities.add
	not capability in default_capabilities
}

host_path_volumes contains broken(
	sprintf("volume '%s' of %s mounts '%s' of the node", [k8s.text(object.get(volume, "name", i)), pod.anchor, k8s.text(object.get(volume, ["hostPath", "path"], ""))]),
	array.concat(pod.path, ["volumes", i, "hostPath"]),
	pod.anchor,
) if {
	some pod in k8s.pods
	some i, volume in pod.spec.volumes
	object.get(volume, "hostPath", null) != null
}

host_ports contains broken(
	sprintf("%s takes port %d of the node", [c.name, port.hostPort]),
	array.concat(c.path, ["ports", i, "hostPort"]),
	c.anchor,
) if {
	some c in k8s.containers
	some i, port in c.container.ports
	is_number(port.hostPort)
	port.hostPort != 0
}

probe_places := [
	["livenessProbe", "httpGet"], ["livenessProbe", "tcpSocket"],
	["readinessProbe", "httpGet"], ["readinessProbe", "tcpSocket"],
	["startupProbe", "httpGet"], ["startupProbe", "tcpSocket"],
	["lifecycle", "postStart", "httpGet"], ["lifecycle", "postStart", "tcpSocket"],
	["lifecycle", "preStop", "httpGet"], ["lifecycle", "preStop", "tcpSocket"],
]

host_probes contains broken(
	sprintf("%s sends a probe or hook to the host '%s'", [c.name, k8s.text(host)]),
	array.concat(c.path, array.concat(place, ["host"])),
	c.anchor,
) if {
	some c in k8s.containers
	minor >= 34
	some place in probe_places
	host := object.get(c.container, array.concat(place, ["host"]), "")
	not host in {"", null}
}

app_armor_annotation := "container.apparmor.security.beta.kubernetes.io/"

app_armor_allowed(profile) if profile in {"", "runtime/default"}

app_armor_allowed(profile) if startswith(profile, "localhost/")

app_armor contains broken(
	sprintf("%s sets the AppArmor profile '%s'", [pod.anchor, k8s.text(type)]),
	array.concat(pod.path, ["securityContext", "appArmorProfile", "type"]),
	pod.anchor,
) if {
	some pod in k8s.pods
	type := k8s.security_of(pod).appArmorProfile.type
	not type in {"RuntimeDefault", "Localhost"}
}

app_armor contains broken(
	sprintf("%s sets the AppArmor profile '%s'", [c.name, k8s.text(type)]),
	array.concat(c.path, ["securityContext", "appArmorProfile", "type"]),
	c.anchor,
) if {
	some c in k8s.containers
	type := c.security.appArmorProfile.type
	not type in {"RuntimeDefault", "Localhost"}
}

app_armor contains broken(
	sprintf("%s sets the AppArmor profile '%s' by annotation", [pod.anchor, k8s.text(profile)]),
	array.concat(pod.metadata_path, ["annotations", key]),
	pod.anchor,
) if {
	some pod in k8s.pods
	some key, profile in pod.metadata.annotations
	startswith(key, app_armor_annotation)
	not app_armor_allowed(profile)
}

selinux_types := {"", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"} if {
	minor >= 31
} else := {"", "container_t", "container_init_t", "container_kvm_t"}

selinux contains broken(
	sprintf("%s sets the SELinux type '%s'", [pod.anchor, k8s.text(options.type)]),
	array.concat(pod.path, ["securityContext", "seLinuxOptions", "type"]),
	pod.anchor,
) if {
	some pod in k8s.pods
	options := k8s.security_of(pod).seLinuxOptions
	options.type != null
	not options.type in selinux_types
}

selinux contains broken(
	sprintf("%s sets the SELinux type '%s'", [c.name, k8s.text(options.type)]),
	array.concat(c.path, ["securityContext", "seLinuxOptions", "type"]),
	c.anchor,
) if {
	some c in k8s.containers
	options := c.security.seLinuxOptions
	options.type != null
	not options.type in selinux_types
}

selinux contains broken(
	sprintf("%s sets the SELinux user '%s'", [pod.anchor, k8s.text(options.user)]),
	array.concat(pod.path, ["securityContext", "seLinuxOptions", "user"]),
	pod.anchor,
) if {
	some pod in k8s.pods
	options := k8s.security_of(pod).seLinuxOptions
	not options.user in {"", null}
}

selinux contains broken(
	sprintf("%s sets the SELinux user '%s'", [c.name, k8s.text(options.user)]),
	array.concat(c.path, ["securityContext", "seLinuxOptions", "user"]),
	c.anchor,
) if {
	some c in k8s.containers
	options := c.security.seLinuxOptions
	not options.user in {"", null}
}

selinux contains broken(
	sprintf("%s sets the SELinux role '%s'", [pod.anchor, k8s.text(options.role)]),
	array.concat(pod.path, ["securityContext", "seLinuxOptions", "role"]),
	pod.anchor,
) if {
	some pod in k8s.pods
	options := k8s.security_of(pod).seLinuxOptions
	not options.role in {"", null}
}

selinux contains broken(
	sprintf("%s sets the SELinux role '%s'", [c.name, k8s.text(options.role)]),
	array.concat(c.path, ["securityContext", "seLinuxOptions", "role"]),
	c.anchor,
) if {
	some c in k8s.containers
	options := c.security.seLinuxOptions
	not options.role in {"", null}
}

proc_mount_any contains broken(
	sprintf("%s mounts /proc as '%s'", [c.name, k8s.text(mount)]),
	array.concat(c.path, ["securityContext", "procMount"]),
	c.anchor,
) if {
	some c in k8s.containers
	mount := c.security.procMount
	not mount in {null, "Default"}
}

# A pod with user namespaces may mount /proc as it likes at the baseline level, not at the restricted one.
proc_mount contains found if {
	some found in proc_mount_any
	not relaxed_anchor(found)
}

relaxed_anchor(found) if {
	some c in k8s.containers
	c.anchor == found.anchor
	user_namespace(c.pod)
}

proc_mount_restricted contains found if {
	minor >= 35
	some found in proc_mount_any
}

seccomp_pod_annotation := "seccomp.security.alpha.kubernetes.io/pod"

seccomp_container_annotation := "container.seccomp.security.alpha.kubernetes.io/"

seccomp_annotation_allowed(profile) if profile in {"runtime/default", "docker/default"}

seccomp_annotation_allowed(profile) if startswith(profile, "localhost/")

seccomp_key(key) if key == seccomp_pod_annotation

seccomp_key(key) if startswith(key, seccomp_container_annotation)

# Before 1.19 profiles were annotations; from then on they are fields.
seccomp_baseline contains broken(
	sprintf("%s sets the seccomp profile '%s' by annotation", [pod.anchor, k8s.text(profile)]),
	array.concat(pod.metadata_path, ["annotations", key]),
	pod.anchor,
) if {
	minor < 19
	some pod in k8s.pods
	some key, profile in pod.metadata.annotations
	seccomp_key(key)
	not seccomp_annotation_allowed(profile)
}

seccomp_baseline contains broken(
	sprintf("%s sets the seccomp profile '%s'", [pod.anchor, k8s.text(type)]),
	array.concat(pod.path, ["securityContext", "seccompProfile", "type"]),
	pod.anchor,
) if {
	some pod in k8s.pods
	minor >= 19
	type := k8s.security_of(pod).seccompProfile.type
	not type in {"RuntimeDefault", "Localhost"}
}

seccomp_baseline contains broken(
	sprintf("%s sets the seccomp profile '%s'", [c.name, k8s.text(type)]),
	array.concat(c.path, ["securityContext", "seccompProfile", "type"]),
	c.anchor,
) if {
	some c in k8s.containers
	minor >= 19
	type := c.security.seccompProfile.type
	not type in {"RuntimeDefault", "Localhost"}
}

sysctls_since := {
	"kernel.shm_rmid_forced": 0,
	"net.ipv4.ip_local_port_range": 0,
	"net.ipv4.ip_unprivileged_port_start": 0,
	"net.ipv4.ping_group_range": 0,
	"net.ipv4.tcp_syncookies": 0,
	"net.ipv4.ip_local_reserved_ports": 27,
	"net.ipv4.tcp_fin_timeout": 29,
	"net.ipv4.tcp_keepalive_intvl": 29,
	"net.ipv4.tcp_keepalive_probes": 29,
	"net.ipv4.tcp_keepalive_time": 29,
	"net.ipv4.tcp_rmem": 32,
	"net.ipv4.tcp_wmem": 32,
	"net.ipv4.tcp_notsent_lowat": 37,
	"net.ipv4.tcp_slow_start_after_idle": 37,
}

sysctls contains broken(
	sprintf("%s sets the sysctl '%s', which reaches beyond the pod", [pod.anchor, k8s.text(name)]),
	array.concat(pod.path, ["securityContext", "sysctls", i, "name"]),
	pod.anchor,
) if {
	some pod in k8s.pods
	some i, sysctl in k8s.security_of(pod).sysctls
	name := object.get(sysctl, "name", "")
	object.get(sysctls_since, name, 999) > minor
}

# --- restricted -------------------------------------------------------------------------------

volume_types := {
	"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image",
	"persistentVolumeClaim", "projected", "secret",
}

volume_allowed(volume) if {
	some type in volume_types
	object.get(volume, type, null) != null
}

volume_type(volume) := type if {
	types := sort([key | some key in object.keys(volume); key != "name"])
	type := types[0]
} else := "emptyDir"

restricted_volumes contains broken(
	sprintf("volume '%s' of %s is of the type %s", [k8s.text(object.get(volume, "name", i)), pod.anchor, volume_type(volume)]),
	array.concat(pod.path, ["volumes", i, volume_type(volume)]),
	pod.anchor,
) if {
	some pod in k8s.pods
	some i, volume in pod.spec.volumes
	is_object(volume)
	not volume_allowed(volume)
}

privilege_escalation contains broken(
	sprintf("%s may gain more privileges than it starts with", [c.name]),
	array.concat(c.path, ["securityContext", "allowPrivilegeEscalation"]),
	c.anchor,
) if {
	some c in k8s.containers
	minor >= 8
	not windows_exempt(c.pod)
	not object.get(c.security, "allowPrivilegeEscalation", true) == false
}

# A container's own word counts before the pod's.
run_as_non_root contains broken(
	sprintf("%s may run as root", [c.name]),
	array.concat(c.path, ["securityContext", "runAsNonRoot"]),
	c.anchor,
) if {
	some c in k8s.containers
	not user_namespace(c.pod)
	not non_root(c)
}

run_as_non_root contains broken(
	sprintf("%s may run as root", [pod.anchor]),
	array.concat(pod.path, ["securityContext", "runAsNonRoot"]),
	pod.anchor,
) if {
	some pod in k8s.pods
	not user_namespace(pod)
	k8s.security_of(pod).runAsNonRoot == false
}

non_root(c) if c.security.runAsNonRoot == true

non_root(c) if {
	object.get(c.security, "runAsNonRoot", null) == null
	k8s.security_of(c.pod).runAsNonRoot == true
}

run_as_user contains broken(
	sprintf("%s runs as user 0", [pod.anchor]),
	array.concat(pod.path, ["securityContext", "runAsUser"]),
	pod.anchor,
) if {
	some pod in k8s.pods
	minor >= 23
	not user_namespace(pod)
	k8s.security_of(pod).runAsUser == 0
}

run_as_user contains broken(
	sprintf("%s runs as user 0", [c.name]),
	array.concat(c.path, ["securityContext", "runAsUser"]),
	c.anchor,
) if {
	some c in k8s.containers
	minor >= 23
	not user_namespace(c.pod)
	c.security.runAsUser == 0
}

seccomp_restricted contains broken(
	sprintf("%s has no seccomp profile", [c.name]),
	array.concat(c.path, ["securityContext", "seccompProfile"]),
	c.anchor,
) if {
	some c in k8s.containers
	minor >= 19
	not windows_exempt(c.pod)
	not seccomp_set(c)
}

seccomp_restricted contains found if {
	minor >= 19
	some pod in k8s.pods
	not windows_exempt(pod)
	some found in seccomp_baseline
}

seccomp_set(c) if c.security.seccompProfile.type in {"RuntimeDefault", "Localhost"}

seccomp_set(c) if {
	object.get(c.security, ["seccompProfile", "type"], null) == null
	k8s.security_of(c.pod).seccompProfile.type in {"RuntimeDefault", "Localhost"}
}

capabilities_restricted contains broken(
	sprintf("%s does not drop ALL capabilities", [c.name]),
	array.concat(c.path, ["securityContext", "capabilities", "drop"]),
	c.anchor,
) if {
	some c in k8s.containers
	minor >= 22
	not windows_exempt(c.pod)
	not "ALL" in k8s.as_array(object.get(c.security, ["capabilities", "drop"], []))
}

capabilities_restricted contains broken(
	sprintf("%s adds the capability %s", [c.name, k8s.text(capability)]),
	array.concat(c.path, ["securityContext", "capabilities", "add", i]),
	c.anchor,
) if {
	some c in k8s.containers
	minor >= 22
	not windows_exempt(c.pod)
	some i, capability in c.security.capabilities.add
	capability != "NET_BIND_SERVICE"
}
