# METADATA
# scope: package
# title: "A step of the history ran a download unseen"
# description: >-
#   What the server sent was run as it arrived: nothing proves that it is what was meant.
# related_resources:
# - ref: https://github.com/opencontainers/image-spec/blob/main/config.md
# custom:
#   id: HM-IMG-0010
#   severity: high
#   remediation: >-
#     Fetch into a file, compare its checksum, then run it.
#   controls: [cis-docker-1.6.0:4.11, nist-800-190:4.1.5]
package hullmark.checks.image.download_into_shell

import rego.v1

deny contains {"msg": "a step of the history pipes a download into a shell", "path": ["history", i]} if {
	some i, step in input.history
	regex.match(`(curl|wget) [^|&;]*[|] *(sudo +)?(/bin/|/usr/bin/)?(ba|da|a|z|k)?sh($|[^a-z])`, step.created_by)
}
