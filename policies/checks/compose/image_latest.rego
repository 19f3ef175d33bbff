# METADATA
# title: "An image has no fixed version"
# description: "\"latest\", or no tag at all, is another image tomorrow: builds cannot be repeated and a bad release arrives unseen."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0026
#   severity: medium
#   remediation: "Name a version, best with its digest."
#   controls: ["cis-docker-1.6.0:5.28", "nist-800-190:4.2.2"]
#   needs: ["image"]
package hullmark.checks.compose.image_latest

import data.hullmark.checks.lib.compose
import data.hullmark.checks.lib.image_name
import rego.v1

deny contains {"msg": sprintf("service '%s' uses '%s' without a fixed version", [i.service.name, i.image]), "path": i.path, "anchor": i.service.anchor} if {
	some i in compose.images
	not image_name.variable(i.image)
	not image_name.has_digest(i.image)
	image_name.tag(i.image) in {"", "latest"}
}
