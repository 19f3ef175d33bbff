# METADATA
# scope: package
# title: "The last USER is root"
# description: >-
#   The process in the container is root. Whoever breaks out of the process or of the
#   container then is root too.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#user
# custom:
#   id: HM-DF-0002
#   severity: high
#   remediation: >-
#     Go back to an ordinary user after the steps that need root; the last USER of the final
#     stage counts.
#   controls: [cis-docker-1.6.0:4.1, nist-800-190:4.1.2, pci-dss-4.0.1:2.2.6]
#   equivalents:
#     hadolint: [DL3002]
#     trivy: [DS-0002]
#     checkov: [CKV_DOCKER_8]
#     kics: [67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae]
#     dockle: [CIS-DI-0001]
#   reads: ["from", "user"]
#   needs: ["user"]
package hullmark.checks.dockerfile.user_root

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["the last USER of the final stage is '", concat(" ", last.Value), "'"]), "path": [max(positions)]} if {
	positions := [i |
		some i
		instruction := input[i]
		instruction.Cmd == "user"
		instruction.Stage == docker.last_stage
	]
	count(positions) > 0
	last := input[max(positions)]
	regex.match(`^(root|0+)(:.*)?$`, trim(last.Value[0], `"'`))
}
