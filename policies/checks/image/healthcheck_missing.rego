# METADATA
# scope: package
# title: "The image has no health check"
# description: >-
#   Without one, Docker and Swarm take a process that hangs for one that works.
# related_resources:
# - ref: https://github.com/opencontainers/image-spec/blob/main/config.md
# custom:
#   id: HM-IMG-0005
#   severity: low
#   remediation: >-
#     Add HEALTHCHECK to the Dockerfile.
#   controls: [cis-docker-1.6.0:4.6, nist-800-190:4.1.2]
#   equivalents:
#     dockerbench: ["4.6"]
#     dockle: [CIS-DI-0006]
#     trivy: [DS-0026]
#     hadolint: [DL3057]
package hullmark.checks.image.healthcheck_missing

import rego.v1

deny contains {"msg": "the image has no health check", "path": ["config", "Healthcheck"]} if {
	not has_test
}

has_test if count(input.config.Healthcheck.Test) > 0
