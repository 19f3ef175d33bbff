# METADATA
# title: "The socket of the container engine is mounted"
# description: "Whoever can write to the engine's socket can start a privileged container: that is root on the host."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0010
#   severity: critical
#   remediation: "Do not mount the socket; give tools that only read it a filtering proxy, or use rootless builders."
#   controls: ["cis-docker-1.6.0:5.32", "nist-800-190:4.4.2"]
#   equivalents:
#     kics: [d6355c88-1e8d-49e9-b2f2-f8a1ca12c75b]
#   needs: [".sock", "use_api_socket"]
package hullmark.checks.compose.runtime_socket

import data.hullmark.checks.lib.compose
import rego.v1

socket(source) if regex.match(`(docker|containerd|crio|podman|cri-dockerd|balena-engine)(/[a-z-]+)?\.sock$`, source)

deny contains {"msg": sprintf("service '%s' mounts the engine's socket '%s'", [m.service.name, m.source]), "path": m.path, "anchor": m.service.anchor} if {
	some m in compose.mounts
	socket(m.source)
}

deny contains {"msg": sprintf("service '%s' is given the engine's API socket", [s.name]), "path": array.concat(s.path, ["use_api_socket"]), "anchor": s.anchor} if {
	some s in compose.services
	s.service.use_api_socket == true
}
