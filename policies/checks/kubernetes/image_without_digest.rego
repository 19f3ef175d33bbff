# METADATA
# title: "An image is not pinned by digest"
# description: "A tag can be moved to other content by whoever can write to the registry."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0032
#   severity: low
#   remediation: "Add \"@sha256:…\" and let a bot keep it new."
#   controls: ["nist-800-190:4.1.5"]
#   equivalents:
#     checkov: [CKV_K8S_43]
#     kics: [7c81d34c-8e5a-402b-9798-9f442630e678]
#     kubescape: [image-not-pinned-to-digest]
package hullmark.checks.kubernetes.image_without_digest

import data.hullmark.checks.lib.kubernetes
import data.hullmark.checks.lib.image_name
import rego.v1

deny contains {"msg": sprintf("%s uses '%s', which is not pinned by digest", [c.name, image]), "path": array.concat(c.path, ["image"]), "anchor": c.anchor} if {
	some c in kubernetes.containers
	image := c.container.image
	not image_name.has_digest(image)
}
