# METADATA
# scope: package
# title: "The image runs as root"
# description: >-
#   Its process is root unless who starts it says otherwise. Whoever breaks out of the process
#   or of the container then is root too.
# related_resources:
# - ref: https://github.com/opencontainers/image-spec/blob/main/config.md
# custom:
#   id: HM-IMG-0001
#   severity: high
#   remediation: >-
#     Set USER to an ordinary user with a fixed number in the Dockerfile.
#   controls: [cis-docker-1.6.0:4.1, nist-800-190:4.1.2, pci-dss-4.0.1:2.2.6]
#   equivalents:
#     dockerbench: ["4.1"]
#     dockle: [CIS-DI-0001]
#     trivy: [DS-0002]
#     hadolint: [DL3002]
package hullmark.checks.image.user_root

import rego.v1

deny contains {"msg": concat("", ["the image runs as ", user]), "path": ["config", "User"]} if {
	user := shown(object.get(input.config, "User", ""))
}

shown(user) := "root: no user is set" if user in {"", null}

shown(user) := concat("", ["'", user, "'"]) if {
	is_string(user)
	regex.match(`^(root|0+)(:.*)?$`, user)
}
