# METADATA
# title: "An image has no fixed version"
# description: "\"latest\", or no tag at all, is another image tomorrow, and a roll-back brings the same image back."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0031
#   severity: medium
#   remediation: "Name a version, best with its digest."
#   controls: ["cis-docker-1.6.0:5.28", "nist-800-190:4.2.2"]
#   equivalents:
#     checkov: [CKV_K8S_14]
#     kics: [583053b7-e632-46f0-b989-f81ff8045385]
#     polaris: [tagNotSpecified]
#     trivy: [KSV-0013]
package hullmark.checks.kubernetes.image_latest

import data.hullmark.checks.lib.kubernetes
import data.hullmark.checks.lib.image_name
import rego.v1

deny contains {"msg": sprintf("%s uses '%s' without a fixed version", [c.name, image]), "path": array.concat(c.path, ["image"]), "anchor": c.anchor} if {
	some c in kubernetes.containers
	image := c.container.image
	image != ""
	not image_name.has_digest(image)
	image_name.tag(image) in {"", "latest"}
}
