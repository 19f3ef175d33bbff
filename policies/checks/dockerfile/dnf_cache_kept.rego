# METADATA
# scope: package
# title: "dnf or yum leaves its cache in the image"
# description: >-
#   Packages and indexes that are never used again make the layer larger.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0022
#   severity: low
#   remediation: >-
#     End the same RUN with dnf clean all.
#   controls: [cis-docker-1.6.0:4.3, nist-800-190:4.1.2]
#   equivalents:
#     hadolint: [DL3032, DL3040]
#     trivy: [DS-0015, DS-0019, DS-0027]
#     kics: [295acb63-9246-4b21-b441-7c1f1fb62dc0, 00481784-25aa-4a55-8633-3136dfcf4f37]
#   reads: ["run:yum dnf microdnf dnf5 rm"]
#   needs: ["yum", "dnf"]
package hullmark.checks.dockerfile.dnf_cache_kept

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", [words[0], " ", verb, " without '", words[0], " clean all' in the same RUN"]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	commands := docker.commands(instruction)
	some k, words in commands
	words[0] in {"yum", "dnf", "microdnf", "dnf5"}
	some verb in words
	verb in {"install", "localinstall", "groupinstall", "reinstall"}
	not cleaned(commands)
	not mounted(instruction)
}

cleaned(commands) if {
	some words in commands
	words[0] in {"yum", "dnf", "microdnf", "dnf5"}
	"clean" in words
	"all" in words
}

cleaned(commands) if {
	some words in commands
	words[0] == "rm"
	some word in words
	regex.match(`^/var/cache/(yum|dnf|libdnf5)?(/.*)?\*?$`, word)
}

mounted(instruction) if {
	some flag in instruction.Flags
	regex.match(`^--mount=.*type=(cache|tmpfs).*/var/cache`, flag)
}
