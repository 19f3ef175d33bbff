# METADATA
# scope: package
# title: "The image runs as root because no USER is set"
# description: >-
#   Without a USER instruction the process in the container is root. Whoever breaks out of the
#   process or of the container then is root too.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#user
# custom:
#   id: HM-DF-0001
#   severity: high
#   remediation: >-
#     Create a user with a fixed number and name it in a USER instruction of the final stage,
#     after everything that needs root.
#   controls: [cis-docker-1.6.0:4.1, nist-800-190:4.1.2, pci-dss-4.0.1:2.2.6]
#   equivalents:
#     trivy: [DS-0002]
#     checkov: [CKV_DOCKER_3]
#     kics: [fd54f200-402c-4333-a5a4-36ef6709af2f]
#   reads: ["from", "user"]
package hullmark.checks.dockerfile.user_missing

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["the final stage, from '", instruction.Value[0], "', never says USER: its process is root"]), "path": [i]} if {
	some i, instruction in input
	instruction.Cmd == "from"
	instruction.Stage == docker.last_stage
	not has_user
	not regex.match(`nonroot|rootless|unprivileged|^cgr\.dev/chainguard/`, lower(instruction.Value[0]))
}

has_user if {
	some instruction in input
	instruction.Cmd == "user"
	instruction.Stage in docker.final_chain
}
