# METADATA
# scope: package
# title: "Both wget and curl are used"
# description: >-
#   Two programs for one purpose: one more to keep free of vulnerabilities.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0050
#   severity: low
#   remediation: >-
#     Use one of them.
#   controls: [cis-docker-1.6.0:4.3, nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL4001]
#     trivy: [DS-0014]
#     kics: [fc775e75-fcfb-4c98-b2f2-910c5858b359]
#   reads: ["run:curl wget"]
#   needs: ["wget"]
package hullmark.checks.dockerfile.wget_and_curl

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["both wget and curl: ", words[0], " is the second"]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	words[0] in {"curl", "wget"}
	other := {"curl": "wget", "wget": "curl"}[words[0]]
	used_before(other, instruction.Stage, i, k)
}

used_before(tool, stage, i, _) if {
	some j, instruction in input
	j < i
	instruction.Stage == stage
	some words in docker.commands(instruction)
	words[0] == tool
}

used_before(tool, _, i, k) if {
	some m, words in docker.commands(input[i])
	m < k
	words[0] == tool
}
