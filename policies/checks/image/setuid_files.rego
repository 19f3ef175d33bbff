# METADATA
# scope: package
# title: "The image has set-user-ID programs"
# description: >-
#   Such a program runs as its owner whoever calls it: a flaw in it makes any user root.
# related_resources:
# - ref: https://github.com/opencontainers/image-spec/blob/main/config.md
# custom:
#   id: HM-IMG-0008
#   severity: medium
#   remediation: >-
#     Remove the bit in the Dockerfile: RUN find / -xdev -perm /6000 -type f -exec chmod a-s
#     {} +
#   controls: [cis-docker-1.6.0:4.8, nist-800-190:4.1.2]
#   equivalents:
#     dockerbench: ["4.8"]
#     dockle: [CIS-DI-0008]
package hullmark.checks.image.setuid_files

import rego.v1

deny contains {"msg": concat("", [file, " runs as its owner"]), "path": ["Setuid", i], "anchor": file} if {
	some i, file in input.Setuid
}
