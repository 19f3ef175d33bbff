# METADATA
# scope: package
# title: "WORKDIR is relative"
# description: >-
#   Where it ends depends on the base image; a new base moves the files.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#workdir
# custom:
#   id: HM-DF-0042
#   severity: low
#   remediation: >-
#     Write an absolute path.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3000]
#     checkov: [CKV_DOCKER_10]
#     trivy: [DS-0009]
#     kics: [6b376af8-cfe8-49ab-a08d-f32de23661a4]
#     buildkit: [WorkdirRelativePath]
#   reads: ["workdir"]
#   needs: ["workdir"]
package hullmark.checks.dockerfile.workdir_relative

import rego.v1

deny contains {"msg": concat("", ["WORKDIR ", instruction.Value[0], " depends on the folder before"]), "path": [i], "find": instruction.Value[0]} if {
	some i, instruction in input
	instruction.Cmd == "workdir"
	not regex.match(`^(/|[$]|[A-Za-z]:|%)`, trim(instruction.Value[0], `"'`))
}
