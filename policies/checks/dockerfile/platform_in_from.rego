# METADATA
# scope: package
# title: "FROM fixes the platform"
# description: >-
#   The image can be built for one platform only, whatever the builder is asked for.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#from
# custom:
#   id: HM-DF-0051
#   severity: low
#   remediation: >-
#     Drop --platform, or use $BUILDPLATFORM in a build stage.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3029]
#     kics: [b16e8501-ef3c-44e1-a543-a093238099c9]
#     buildkit: [FromPlatformFlagConstDisallowed]
#   reads: ["from"]
#   needs: ["--platform"]
package hullmark.checks.dockerfile.platform_in_from

import rego.v1

deny contains {"msg": concat("", ["FROM ", flag, " fixes the platform"]), "path": [i], "find": flag} if {
	some i, instruction in input
	instruction.Cmd == "from"
	some flag in instruction.Flags
	startswith(flag, "--platform=")
	not contains(flag, "$")
}
