# METADATA
# scope: package
# title: "The user of the image is given by name"
# description: >-
#   Kubernetes can hold runAsNonRoot only against a number: with a name the pod is refused or
#   the rule is switched off.
# related_resources:
# - ref: https://github.com/opencontainers/image-spec/blob/main/config.md
# custom:
#   id: HM-IMG-0002
#   severity: low
#   remediation: >-
#     Write the number: USER 10001.
#   controls: [cis-docker-1.6.0:4.1]
package hullmark.checks.image.user_without_number

import rego.v1

deny contains {"msg": concat("", ["user '", user, "' has no number"]), "path": ["config", "User"]} if {
	user := input.config.User
	user != ""
	not regex.match(`^[0-9]+(:.*)?$`, user)
	not regex.match(`^root(:.*)?$`, user)
}
