# Which level of the Pod Security Standards a pod meets, and what keeps it from the stricter ones.
# Input: an object with a pod.
package hullmark.checks.lib.pod_security_review

import data.hullmark.checks.lib.kubernetes as k8s
import data.hullmark.checks.lib.pod_security as standard
import rego.v1

default level := "privileged"

level := "restricted" if {
	count(baseline) == 0
	count(restricted) == 0
} else := "baseline" if {
	count(baseline) == 0
}

named(control, found) := object.union(found, {"control": control})

# answer: everything at once.
answer := {"level": level, "baseline": baseline, "restricted": restricted} if count(k8s.pods) > 0

# baseline: what the baseline level forbids.
baseline contains named("appArmorProfile", found) if some found in standard.app_armor

baseline contains named("capabilities_baseline", found) if some found in standard.capabilities_baseline

baseline contains named("hostNamespaces", found) if some found in standard.host_namespaces

baseline contains named("hostPathVolumes", found) if some found in standard.host_path_volumes

baseline contains named("hostPorts", found) if some found in standard.host_ports

baseline contains named("hostProbesAndHostLifecycle", found) if some found in standard.host_probes

baseline contains named("privileged", found) if some found in standard.privileged

baseline contains named("procMount", found) if some found in standard.proc_mount

baseline contains named("seLinuxOptions", found) if some found in standard.selinux

baseline contains named("seccompProfile_baseline", found) if some found in standard.seccomp_baseline

baseline contains named("sysctls", found) if some found in standard.sysctls

baseline contains named("windowsHostProcess", found) if some found in standard.host_process

# restricted: what the restricted level forbids besides.
restricted contains named("allowPrivilegeEscalation", found) if some found in standard.privilege_escalation

restricted contains named("capabilities_restricted", found) if some found in standard.capabilities_restricted

restricted contains named("procMount_restricted", found) if some found in standard.proc_mount_restricted

restricted contains named("restrictedVolumes", found) if some found in standard.restricted_volumes

restricted contains named("runAsNonRoot", found) if some found in standard.run_as_non_root

restricted contains named("runAsUser", found) if some found in standard.run_as_user

restricted contains named("seccompProfile_restricted", found) if some found in standard.seccomp_restricted
