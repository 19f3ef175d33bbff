# METADATA
# scope: package
# title: "A secret stands in ENV"
# description: >-
#   ENV is part of the image: whoever can pull it reads the value, and every process in the
#   container inherits it.
# related_resources:
# - ref: https://docs.docker.com/build/building/secrets/
# custom:
#   id: HM-DF-0008
#   severity: critical
#   remediation: >-
#     Give secrets at run time (a mounted file, the orchestrator) or, for the build, by RUN
#     --mount=type=secret.
#   controls: [cis-docker-1.6.0:4.10, nist-800-190:4.1.4, pci-dss-4.0.1:8.6.2]
#   equivalents:
#     trivy: [DS-0031]
#     buildkit: [SecretsUsedInArgOrEnv]
#     dockle: [CIS-DI-0010]
#   reads: ["env"]
#   needs: ["pass", "secret", "token", "key", "credential", "pwd"]
package hullmark.checks.dockerfile.secret_in_env

import rego.v1

deny contains {"msg": concat("", ["ENV '", name, "' holds a secret"]), "path": [i], "find": name, "anchor": concat("", ["ENV ", name])} if {
	some i, instruction in input
	instruction.Cmd == "env"
	some k, name in instruction.Value
	k % 3 == 0
	regex.match(`(^|_)(pass(wd|word|phrase)?|secret|token|api_?key|access_?key|private_?key|credentials?|auth_?key|encryption_?key|pwd|secret_key(_base)?)($|_(key|value|id|base)$)`, lower(name))
	not regex.match(`_(file|path|dir|url|length|ttl|expir\w*|name|enabled)$`, lower(name))
	value := trim(instruction.Value[k + 1], `"' `)
	value != ""
	not regex.match(`^\$|^/|^(true|false|yes|no|none|null)$`, value)
}
