# METADATA
# title: "A secret is written into the environment"
# description: "It is in the repository and the API server in clear, and in child processes and error reports."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0037
#   severity: high
#   remediation: "Use a Secret, mounted as a file."
#   controls: ["nist-800-190:4.1.4", "pci-dss-4.0.1:8.6.2"]
#   equivalents:
#     kubescape: [rule-credentials-in-env-var]
#     polaris: [sensitiveContainerEnvVar]
#   needs: ["env"]
package hullmark.checks.kubernetes.secret_in_environment

import data.hullmark.checks.lib.kubernetes
import data.hullmark.checks.lib.secret_name
import rego.v1

secret(entry) if {
	secret_name.says_secret(entry.name)
	secret_name.literal(entry.value)
}

secret(entry) if secret_name.value_holds(entry.value)

deny contains {"msg": sprintf("%s has a secret in its environment: %s", [c.name, kubernetes.text(entry.name)]), "path": array.concat(c.path, ["env", i, "value"]), "anchor": c.anchor} if {
	some c in kubernetes.containers
	some i, entry in c.container.env
	secret(entry)
}
