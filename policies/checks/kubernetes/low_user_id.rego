# METADATA
# title: "A container runs with a user id that the node may use too"
# description: "Ids up to 10000 belong to users of the node; after a break-out the files of those users are open."
# scope: package
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   id: HM-K8S-0024
#   severity: low
#   remediation: "Use \"runAsUser\" above 10000."
#   controls: ["cis-docker-1.6.0:4.1"]
#   equivalents:
#     checkov: [CKV_K8S_40]
#     kics: [02323c00-cdc3-4fdc-a310-4f2b3e7a1660]
#     trivy: [KSV-0020]
package hullmark.checks.kubernetes.low_user_id

import data.hullmark.checks.lib.kubernetes
import rego.v1

user(c) := c.security.runAsUser if {
	is_number(c.security.runAsUser)
} else := kubernetes.security_of(c.pod).runAsUser

high(c) if user(c) > 9999

deny contains {"msg": sprintf("%s runs with a low user id or none", [c.name]), "path": array.concat(c.path, ["securityContext", "runAsUser"]), "anchor": c.anchor} if {
	some c in kubernetes.containers
	not high(c)
}
