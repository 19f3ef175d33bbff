# METADATA
# title: "A service is privileged"
# description: "A privileged container has every capability, all devices and no seccomp or AppArmor profile: whoever controls it controls the host."
# scope: package
# related_resources:
#   - ref: https://docs.docker.com/reference/compose-file/services/
# custom:
#   id: HM-CMP-0001
#   severity: critical
#   remediation: "Remove \"privileged: true\"; add the one capability or device that is needed."
#   controls: ["cis-docker-1.6.0:5.5", "nist-800-190:4.4.3", "pci-dss-4.0.1:2.2.6"]
#   equivalents:
#     checkov: [CKV_COMPOSE_1]
#     kics: [ae5b6871-7f45-42e0-bb4c-ab300c4d2026]
#   needs: ["privileged"]
package hullmark.checks.compose.privileged

import data.hullmark.checks.lib.compose
import rego.v1

deny contains {"msg": sprintf("service '%s' is privileged", [s.name]), "path": array.concat(s.path, ["privileged"]), "anchor": s.anchor} if {
	some s in compose.services
	s.service.privileged == true
}
