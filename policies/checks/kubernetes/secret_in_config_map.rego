# METADATA
# title: "A secret is kept in a ConfigMap"
# description: "Config maps are readable by far more people and programs than secrets."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0039
#   severity: high
#   remediation: "Move it to a Secret."
#   controls: ["nist-800-190:4.1.4"]
#   equivalents:
#     polaris: [sensitiveConfigmapContent]
#     trivy: [KSV-0109]
#   needs: ["configmap"]
package hullmark.checks.kubernetes.secret_in_config_map

import data.hullmark.checks.lib.kubernetes
import data.hullmark.checks.lib.secret_name
import rego.v1

secret(key, value) if {
	secret_name.says_secret(key)
	secret_name.literal(value)
	not contains(value, "\n")
}

secret(_, value) if secret_name.value_holds(value)

deny contains {"msg": sprintf("%s holds a secret: %s", [kubernetes.anchor_of(o.value), key]), "path": array.concat(o.path, ["data", key]), "anchor": kubernetes.anchor_of(o.value)} if {
	some o in kubernetes.objects
	o.value.kind == "ConfigMap"
	some key, value in o.value.data
	secret(key, value)
}
