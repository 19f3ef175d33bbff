# METADATA
# scope: package
# title: "No compilers, shells or package managers"
# description: >-
#   Who gets into a container works with what lies there. A service in production runs without
#   compilers, shells and package managers; the setting forbid names which of the three are
#   meant.
# custom:
#   id: HM-GATE-0013
#   severity: medium
#   remediation: >-
#     Copy the program into a base without them (distroless, scratch, chiseled), from a stage
#     that builds it.
#   judges: [component]
#   reads: [components.name, components.type]
#   settings: [forbid]
package hullmark.gate.unneeded_package

import rego.v1

import data.hullmark.gate.lib.evidence
import data.hullmark.gate.lib.package_kinds

words := {"compilers": "compiler", "shells": "shell", "package-managers": "package manager"}

deny contains answer if {
	forbidden := evidence.setting("forbid")
	some component in input.components
	kind := package_kinds.kind_of(component)
	kind in forbidden
	answer := {"component": component.purl, "msg": concat("", ["the ", words[kind], " ", component.name, " is in the final image"])}
}
