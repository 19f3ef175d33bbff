# METADATA
# scope: package
# title: "Two stages have one name"
# description: >-
#   COPY --from and --target mean the first or the last of them, depending on the builder.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#from
# custom:
#   id: HM-DF-0047
#   severity: medium
#   remediation: >-
#     Give each stage a name of its own.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3024]
#     checkov: [CKV_DOCKER_11]
#     trivy: [DS-0012]
#     kics: [f2daed12-c802-49cd-afed-fe41d0b82fed]
#     buildkit: [DuplicateStageName]
#   reads: ["from"]
#   needs: [" as ", "\tas "]
package hullmark.checks.dockerfile.stage_twice

import rego.v1

deny contains {"msg": concat("", ["stage name '", name, "' is taken"]), "path": [i], "anchor": concat("", ["stage ", name])} if {
	names := [lower(concat("", [name | name := instruction.Value[2]; instruction.Cmd == "from"])) | some instruction in input]
	some i, name in names
	name != ""
	name in array.slice(names, 0, i)
}
