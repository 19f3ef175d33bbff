# METADATA
# title: "An image may be taken from the node without asking the registry"
# description: "Another pod on the node can use a private image without its credentials, and a moved tag is not noticed."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0033
#   severity: low
#   remediation: "Write \"imagePullPolicy: Always\"."
#   controls: ["nist-800-190:4.2.2"]
#   equivalents:
#     checkov: [CKV_K8S_15]
#     kics: [caa3479d-885d-4882-9aac-95e5e78ef5c2]
#     kubescape: [image-pull-policy-is-not-set-to-always]
#     polaris: [pullPolicyNotAlways]
package hullmark.checks.kubernetes.pull_policy

import data.hullmark.checks.lib.kubernetes
import data.hullmark.checks.lib.image_name
import rego.v1

always(c) if c.container.imagePullPolicy == "Always"

always(c) if {
	object.get(c.container, "imagePullPolicy", null) == null
	not image_name.has_digest(object.get(c.container, "image", ""))
	image_name.tag(object.get(c.container, "image", "")) in {"", "latest"}
}

deny contains {"msg": sprintf("%s does not always pull its image", [c.name]), "path": array.concat(c.path, ["imagePullPolicy"]), "anchor": c.anchor} if {
	some c in kubernetes.containers
	not always(c)
}
