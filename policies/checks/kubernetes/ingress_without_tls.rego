# METADATA
# title: "An ingress has no TLS"
# description: "Passwords and sessions travel in clear."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0057
#   severity: medium
#   remediation: "Write \"tls:\" with a secret for each host."
#   controls: ["pci-dss-4.0.1:4.2.1"]
#   equivalents:
#     polaris: [tlsSettingsMissing]
#   needs: ["ingress"]
package hullmark.checks.kubernetes.ingress_without_tls

import data.hullmark.checks.lib.kubernetes
import rego.v1

deny contains {"msg": sprintf("%s has no TLS", [kubernetes.anchor_of(o.value)]), "path": array.concat(o.path, ["spec", "tls"]), "anchor": kubernetes.anchor_of(o.value)} if {
	some o in kubernetes.objects
	o.value.kind == "Ingress"
	not count(object.get(o.value, ["spec", "tls"], [])) > 0
}
