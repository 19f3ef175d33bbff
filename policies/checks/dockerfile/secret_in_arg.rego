# METADATA
# scope: package
# title: "A secret is handed over as ARG"
# description: >-
#   Build arguments are kept in the history of the image: whoever can pull it reads the value.
# related_resources:
# - ref: https://docs.docker.com/build/building/secrets/
# custom:
#   id: HM-DF-0009
#   severity: high
#   remediation: >-
#     Use RUN --mount=type=secret,id=… and docker build --secret.
#   controls: [cis-docker-1.6.0:4.10, nist-800-190:4.1.4, pci-dss-4.0.1:8.6.2]
#   equivalents:
#     trivy: [DS-0031]
#     buildkit: [SecretsUsedInArgOrEnv]
#   reads: ["arg"]
#   needs: ["pass", "secret", "token", "key", "credential", "pwd"]
package hullmark.checks.dockerfile.secret_in_arg

import rego.v1

deny contains {"msg": concat("", ["ARG '", name, "' hands over a secret that stays in the history"]), "path": [i], "find": name, "anchor": concat("", ["ARG ", name])} if {
	some i, instruction in input
	instruction.Cmd == "arg"
	some argument in instruction.Value
	name := split(argument, "=")[0]
	regex.match(`(^|_)(pass(wd|word|phrase)?|secret|token|api_?key|access_?key|private_?key|credentials?|auth_?key|encryption_?key|pwd|secret_key(_base)?)($|_(key|value|id|base)$)`, lower(name))
	not regex.match(`_(file|path|dir|url|length|ttl|expir\w*|name|enabled)$`, lower(name))
}
