# METADATA
# scope: package
# title: "A secret stands in the environment of the image"
# description: >-
#   Whoever can pull the image reads the value, and every process in the container inherits
#   it.
# related_resources:
# - ref: https://github.com/opencontainers/image-spec/blob/main/config.md
# custom:
#   id: HM-IMG-0003
#   severity: critical
#   remediation: >-
#     Give secrets at run time, by a mounted file or the orchestrator.
#   controls: [cis-docker-1.6.0:4.10, nist-800-190:4.1.4, pci-dss-4.0.1:8.6.2]
#   equivalents:
#     dockerbench: ["4.10"]
#     dockle: [CIS-DI-0010]
#     trivy: [DS-0031]
package hullmark.checks.image.secret_in_env

import rego.v1

deny contains {"msg": concat("", ["environment variable '", name, "' holds a secret"]), "path": ["config", "Env", i], "anchor": concat("", ["ENV ", name])} if {
	some i, variable in input.config.Env
	name := split(variable, "=")[0]
	regex.match(`(^|_)(pass(wd|word|phrase)?|secret|token|api_?key|access_?key|private_?key|credentials?|pwd|secret_key(_base)?)($|_(key|value|id|base)$)`, lower(name))
	not regex.match(`_(file|path|dir|url|length|ttl|name|enabled)$`, lower(name))
	value := substring(variable, count(name) + 1, -1)
	value != ""
	not regex.match(`^/|^(true|false|yes|no|none|null)$`, value)
}
