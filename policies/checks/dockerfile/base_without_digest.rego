# METADATA
# scope: package
# title: "A base image is pinned by tag only"
# description: >-
#   A tag can be moved to another image by whoever can push. Only a digest names one image for
#   ever.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#from
# custom:
#   id: HM-DF-0005
#   severity: low
#   remediation: >-
#     Add the digest to the tag and let a bot raise both: FROM debian:12.5@sha256:…
#   controls: [cis-docker-1.6.0:4.2, nist-800-190:4.1.5, pci-dss-4.0.1:6.3.2]
#   reads: ["from"]
package hullmark.checks.dockerfile.base_without_digest

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["base image '", instruction.Value[0], "' may change: it has no digest"]), "path": [i], "find": instruction.Value[0], "anchor": concat("", ["base ", instruction.Value[0]])} if {
	some i, instruction in input
	docker.is_image(instruction)
	not contains(instruction.Value[0], "@")
	not docker.tag(instruction.Value[0]) in {"", "latest"}
}
