# METADATA
# scope: package
# title: "A base image has no tag"
# description: >-
#   Without a tag the builder takes latest: whatever was pushed last. Two builds of one commit
#   differ, and nobody sees when the base changed.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#from
# custom:
#   id: HM-DF-0003
#   severity: medium
#   remediation: >-
#     Name a version, better with its digest: FROM debian:12.5@sha256:…
#   controls: [cis-docker-1.6.0:4.2, nist-800-190:4.1.5, pci-dss-4.0.1:6.3.2]
#   equivalents:
#     hadolint: [DL3006]
#     checkov: [CKV_DOCKER_7]
#     kics: [9efb0b2d-89c9-41a3-91ca-dcc0aec911fd]
#     trivy: [DS-0001]
#   reads: ["from"]
package hullmark.checks.dockerfile.base_untagged

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["base image '", instruction.Value[0], "' has neither tag nor digest"]), "path": [i], "anchor": concat("", ["base ", instruction.Value[0]])} if {
	some i, instruction in input
	docker.is_image(instruction)
	docker.tag(instruction.Value[0]) == ""
	not contains(instruction.Value[0], "@")
}
