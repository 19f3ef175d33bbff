# METADATA
# scope: package
# title: "The image does not say where it is from"
# description: >-
#   Without a label that names the source, nobody finds the Dockerfile to mend.
# related_resources:
# - ref: https://github.com/opencontainers/image-spec/blob/main/config.md
# custom:
#   id: HM-IMG-0011
#   severity: negligible
#   remediation: >-
#     Add LABEL org.opencontainers.image.source=… (builders can do it).
#   controls: [cis-docker-1.6.0:4.2]
package hullmark.checks.image.source_unknown

import rego.v1

deny contains {"msg": "no label names the source of the image", "path": ["config", "Labels"]} if {
	not named
}

named if {
	some label in ["org.opencontainers.image.source", "org.opencontainers.image.url", "org.label-schema.vcs-url"]
	input.config.Labels[label] != ""
}
