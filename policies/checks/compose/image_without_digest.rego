# METADATA
# title: "An image is not pinned by digest"
# description: "A tag can be moved to other content by whoever can write to the registry."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0027
#   severity: low
#   remediation: "Add \"@sha256:…\" to the reference and let a bot keep it new."
#   controls: ["nist-800-190:4.1.5"]
#   needs: ["image"]
package hullmark.checks.compose.image_without_digest

import data.hullmark.checks.lib.compose
import data.hullmark.checks.lib.image_name
import rego.v1

deny contains {"msg": sprintf("service '%s' uses '%s', which is not pinned by digest", [i.service.name, i.image]), "path": i.path, "anchor": i.service.anchor} if {
	some i in compose.images
	not image_name.variable(i.image)
	not image_name.has_digest(i.image)
}
