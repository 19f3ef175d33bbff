# METADATA
# title: "A Secret is given as an environment variable"
# description: "Variables are inherited by every child process and printed in error reports; a file is not."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0038
#   severity: low
#   remediation: "Mount the Secret as a volume."
#   controls: ["nist-800-190:4.1.4"]
#   equivalents:
#     checkov: [CKV_K8S_35]
#     kics: [3d658f8b-d988-41a0-a841-40043121de1e]
#     kubescape: [rule-secrets-in-env-var]
#   needs: ["secretkeyref", "secretref"]
package hullmark.checks.kubernetes.secret_as_variable

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s gets a Secret as a variable", [c.name]), "path": array.concat(c.path, ["env", i, "valueFrom", "secretKeyRef"]), "anchor": c.anchor} if {
	some c in kubernetes.containers
	some i, entry in c.container.env
	object.get(entry, ["valueFrom", "secretKeyRef"], null) != null
}

deny contains {"msg": sprintf("%s gets a Secret as variables", [c.name]), "path": array.concat(c.path, ["envFrom", i, "secretRef"]), "anchor": c.anchor} if {
	some c in kubernetes.containers
	some i, entry in c.container.envFrom
	object.get(entry, "secretRef", null) != null
}
