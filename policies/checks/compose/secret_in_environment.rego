# METADATA
# title: "A secret is written into the environment or a build argument"
# description: "It is in the repository, in \"docker inspect\", in child processes and in error reports; a build argument also stays in the history of the image."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0024
#   severity: high
#   remediation: "Use \"secrets:\" and a variable that ends in _FILE, or fill the value in from outside."
#   controls: ["nist-800-190:4.1.4", "pci-dss-4.0.1:8.6.2"]
#   equivalents:
#     checkov: [CKV_SECRET_6]
#   needs: ["environment", "args"]
package hullmark.checks.compose.secret_in_environment

import data.hullmark.checks.lib.compose
import data.hullmark.checks.lib.secret_name
import rego.v1

deny contains {"msg": sprintf("service '%s' has a secret in its %s: %s", [e.service.name, e.where, e.key]), "path": e.path, "anchor": e.service.anchor} if {
	some e in compose.environment
	e.value != null
	secret_name.says_secret(e.key)
	secret_name.literal(e.value)
}

deny contains {"msg": sprintf("service '%s' has a secret in its %s: %s", [e.service.name, e.where, e.key]), "path": e.path, "anchor": e.service.anchor} if {
	some e in compose.environment
	is_string(e.value)
	secret_name.value_holds(e.value)
}
