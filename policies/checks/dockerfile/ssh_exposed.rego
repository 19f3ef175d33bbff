# METADATA
# scope: package
# title: "The SSH port is exposed"
# description: >-
#   A container with an SSH server has a second way in, with keys of its own to look after.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#expose
# custom:
#   id: HM-DF-0036
#   severity: medium
#   remediation: >-
#     Drop the SSH server; docker exec and kubectl exec give a shell where one is needed.
#   controls: [cis-docker-1.6.0:5.7, nist-800-190:4.1.2, pci-dss-4.0.1:2.2.4]
#   equivalents:
#     checkov: [CKV_DOCKER_1]
#     trivy: [DS-0004]
#     kics: [5907595b-5b6d-4142-b173-dbb0e73fbff8]
#   reads: ["expose"]
#   needs: ["expose"]
package hullmark.checks.dockerfile.ssh_exposed

import rego.v1

deny contains {"msg": concat("", ["EXPOSE ", port, " opens SSH"]), "path": [i], "find": port} if {
	some i, instruction in input
	instruction.Cmd == "expose"
	some port in instruction.Value
	trim(port, `"`) in {"22", "22/tcp"}
}
