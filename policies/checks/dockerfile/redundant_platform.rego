# METADATA
# scope: package
# title: "FROM asks for the platform that it gets anyway"
# description: >-
#   The platform of the build is the default; naming it hides where another one is meant.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/redundant-target-platform/
# custom:
#   id: HM-DF-0059
#   severity: low
#   remediation: >-
#     Leave --platform out.
#   controls: [nist-800-190:4.1.2]
#   equivalents:
#     buildkit: [RedundantTargetPlatform]
#   reads: ["from"]
#   needs: ["targetplatform"]
package hullmark.checks.dockerfile.redundant_platform

import rego.v1

deny contains {"msg": concat("", ["FROM ", flag, " says what is so anyway"]), "path": [i], "find": flag} if {
	some i, instruction in input
	instruction.Cmd == "from"
	some flag in instruction.Flags
	flag in {"--platform=$TARGETPLATFORM", "--platform=${TARGETPLATFORM}"}
}
