# METADATA
# title: "An image does not come from a trusted registry"
# description: "A name without a registry is completed by each node in its own way, and images from anywhere were checked by nobody. With the data document \"trusted_registries\" (a list) only those registries pass."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0034
#   severity: low
#   remediation: "Write the registry out, and copy foreign images to a trusted one."
#   controls: ["cis-docker-1.6.0:4.2", "nist-800-190:4.1.5"]
#   equivalents:
#     kubescape: [container-image-repository]
#     trivy: [KSV-0125, KSV-0034]
package hullmark.checks.kubernetes.image_registry

import data.hullmark.checks.lib.kubernetes
import data.hullmark.checks.lib.image_name
import rego.v1

deny contains {"msg": sprintf("%s does not name a registry: '%s'", [c.name, image]), "path": array.concat(c.path, ["image"]), "anchor": c.anchor} if {
	some c in kubernetes.containers
	not data.trusted_registries
	image := c.container.image
	not image_name.variable(image)
	not image_name.registry_named(image)
}

deny contains {"msg": sprintf("%s comes from the registry '%s', which is not trusted", [c.name, registry]), "path": array.concat(c.path, ["image"]), "anchor": c.anchor} if {
	some c in kubernetes.containers
	registry := image_name.registry(c.container.image)
	count(data.trusted_registries) > 0
	not registry in data.trusted_registries
}
