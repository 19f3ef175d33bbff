# METADATA
# scope: package
# title: "No HEALTHCHECK"
# description: >-
#   Without one, Docker and Swarm take a process that hangs for one that works.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#healthcheck
# custom:
#   id: HM-DF-0010
#   severity: low
#   remediation: >-
#     Add HEALTHCHECK CMD with a short test, or HEALTHCHECK NONE where an orchestrator has
#     probes of its own.
#   controls: [cis-docker-1.6.0:4.6, nist-800-190:4.1.2]
#   equivalents:
#     checkov: [CKV_DOCKER_2]
#     trivy: [DS-0026]
#     kics: [b03a748a-542d-44f4-bb86-9199ab4fd2d5]
#     hadolint: [DL3057]
#     dockle: [CIS-DI-0006]
#   reads: ["from", "healthcheck"]
package hullmark.checks.dockerfile.healthcheck_missing

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": "the final stage has no HEALTHCHECK", "path": [i]} if {
	some i, instruction in input
	instruction.Cmd == "from"
	instruction.Stage == docker.last_stage
	not has_healthcheck
}

has_healthcheck if {
	some instruction in input
	instruction.Cmd == "healthcheck"
	instruction.Stage in docker.final_chain
}
