# METADATA
# title: "The socket of the container runtime is mounted"
# description: "Whoever can write to it starts privileged containers: that is root on the node."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0021
#   severity: critical
#   remediation: "Remove the volume."
#   controls: ["cis-docker-1.6.0:5.32"]
#   equivalents:
#     checkov: [CKV_K8S_27]
#     kics: [a6f34658-fdfb-4154-9536-56d516f65828]
#     kubescape: [containers-mounting-docker-socket]
#     trivy: [KSV-0006]
#   needs: [".sock", "/run/"]
package hullmark.checks.kubernetes.runtime_socket

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("volume '%s' of %s is the runtime's socket", [kubernetes.text(object.get(volume, "name", i)), pod.anchor]), "path": array.concat(pod.path, ["volumes", i, "hostPath", "path"]), "anchor": pod.anchor} if {
	some pod in kubernetes.pods
	some i, volume in pod.spec.volumes
	regex.match(`(docker|containerd|crio|podman|cri-dockerd)(/[a-z-]+)?\.sock$|^(/var)?/run/(docker|containerd|crio|podman)/?$`, volume.hostPath.path)
}
