# METADATA
# title: "A sensitive folder of the node is mounted"
# description: "What the node keeps there (its system, accounts, keys, other pods) can be read or changed from the pod."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0022
#   severity: high
#   remediation: "Mount something else, or the one file that is needed, read-only."
#   controls: ["cis-docker-1.6.0:5.6"]
#   equivalents:
#     kics: [5308a7a8-06f8-45ac-bf10-791fe21de46e]
#     polaris: [hostPathSet]
#     trivy: [KSV-0121]
#   needs: ["hostpath"]
package hullmark.checks.kubernetes.sensitive_host_path

import data.hullmark.checks.lib.kubernetes
import rego.v1

sensitive(path) if path in {"/", "/home", "/root", "/usr", "/opt", "/var", "/run", "/var/run"}

sensitive(path) if regex.match(`^/(boot|dev|etc|lib|lib64|proc|sys|bin|sbin|root|usr|var/lib/docker|var/lib/kubelet|var/lib/containerd|var/log)(/|$)`, path)

deny contains {"msg": sprintf("volume '%s' of %s mounts '%s' of the node", [kubernetes.text(object.get(volume, "name", i)), pod.anchor, volume.hostPath.path]), "path": array.concat(pod.path, ["volumes", i, "hostPath", "path"]), "anchor": pod.anchor} if {
	some pod in kubernetes.pods
	some i, volume in pod.spec.volumes
	sensitive(volume.hostPath.path)
}
