# METADATA
# scope: package
# title: "ADD is used where COPY does it"
# description: >-
#   ADD unpacks archives and fetches URLs. Where neither is meant, it only adds surprises.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#add
# custom:
#   id: HM-DF-0007
#   severity: low
#   remediation: >-
#     Use COPY. Keep ADD for archives that are to be unpacked.
#   controls: [cis-docker-1.6.0:4.9, nist-800-190:4.1.2]
#   equivalents:
#     dockerbench: ["4.9"]
#     hadolint: [DL3020]
#     checkov: [CKV_DOCKER_4]
#     trivy: [DS-0005]
#     kics: [9513a694-aa0d-41d8-be61-3271e056f36b]
#     dockle: [CIS-DI-0009]
#   reads: ["add"]
#   needs: ["add"]
package hullmark.checks.dockerfile.add_for_copy

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["ADD of '", source, "' does what COPY does"]), "path": [i], "find": source} if {
	some i, instruction in input
	instruction.Cmd == "add"
	some k, source in instruction.Value
	k < count(instruction.Value) - 1
	not regex.match(`^(https?|git|ssh)://|^git@|\.git(#.*)?$|\.(tar|tar\..+|tgz|tbz2?|txz|tlz|gz|bz2|xz|lz|lzma|zst|z)$|^<<`, lower(trim(source, `"'`)))
	not docker.dynamic(source)
}
