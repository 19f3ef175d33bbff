# METADATA
# scope: package
# title: "Package managers are in the final image"
# description: >-
#   Whoever gets in can install tools; and what they bring along has vulnerabilities of its
#   own.
# related_resources:
# - ref: https://github.com/opencontainers/image-spec/blob/main/config.md
# custom:
#   id: HM-IMG-0009
#   severity: low
#   remediation: >-
#     Build in one stage and copy the result onto a base without package manager (distroless,
#     scratch).
#   controls: [cis-docker-1.6.0:4.3, nist-800-190:4.1.2]
package hullmark.checks.image.package_manager_present

import rego.v1

deny contains {"msg": concat("", ["package managers present: ", concat(", ", input.Managers)]), "path": ["Managers"]} if {
	count(input.Managers) > 0
}
