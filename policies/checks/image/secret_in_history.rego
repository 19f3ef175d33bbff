# METADATA
# scope: package
# title: "The history of the image shows a secret"
# description: >-
#   Build arguments and commands are kept in the history: whoever can pull the image reads
#   them.
# related_resources:
# - ref: https://github.com/opencontainers/image-spec/blob/main/config.md
# custom:
#   id: HM-IMG-0004
#   severity: critical
#   remediation: >-
#     Use RUN --mount=type=secret in the build and give the value a new one.
#   controls: [cis-docker-1.6.0:4.10, nist-800-190:4.1.4, pci-dss-4.0.1:8.6.2]
package hullmark.checks.image.secret_in_history

import rego.v1

deny contains {"msg": concat("", ["a step of the history hands over '", name, "'"]), "path": ["history", i], "anchor": concat("", ["history ", name])} if {
	some i, step in input.history
	some pair in regex.find_n(`[A-Za-z_][A-Za-z0-9_]*=[^ ]+`, step.created_by, -1)
	name := split(pair, "=")[0]
	regex.match(`(^|_)(pass(wd|word|phrase)?|secret|token|api_?key|access_?key|private_?key|credentials?|pwd|secret_key(_base)?)($|_(key|value|id|base)$)`, lower(name))
	not regex.match(`=([$]|/|['"]?['"]?$)`, pair)
	not startswith(step.created_by, "ENV ")
	not contains(step.created_by, "(nop)  ENV")
}
