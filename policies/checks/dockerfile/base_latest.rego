# METADATA
# scope: package
# title: "A base image is taken as latest"
# description: >-
#   The tag latest names whatever was pushed last. Two builds of one commit differ, and nobody
#   sees when the base changed.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#from
# custom:
#   id: HM-DF-0004
#   severity: medium
#   remediation: >-
#     Name a version, better with its digest: FROM debian:12.5@sha256:…
#   controls: [cis-docker-1.6.0:4.2, nist-800-190:4.1.5, pci-dss-4.0.1:6.3.2]
#   equivalents:
#     hadolint: [DL3007]
#     checkov: [CKV_DOCKER_7]
#     trivy: [DS-0001]
#     kics: [f45ea400-6bbe-4501-9fc7-1c3d75c32067]
#   reads: ["from"]
#   needs: [":latest"]
package hullmark.checks.dockerfile.base_latest

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["base image '", instruction.Value[0], "' is whatever was pushed last"]), "path": [i], "find": instruction.Value[0], "anchor": concat("", ["base ", instruction.Value[0]])} if {
	some i, instruction in input
	docker.is_image(instruction)
	docker.tag(instruction.Value[0]) == "latest"
	not contains(instruction.Value[0], "@")
}
