# METADATA
# scope: package
# title: "A package list is updated in a step of its own"
# description: >-
#   The step is cached: later builds install from an old list and get old, vulnerable
#   packages, or fail.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0017
#   severity: medium
#   remediation: >-
#     Update and install in one RUN.
#   controls: [cis-docker-1.6.0:4.7, nist-800-190:4.1.1, pci-dss-4.0.1:6.3.2]
#   equivalents:
#     checkov: [CKV_DOCKER_5]
#     trivy: [DS-0017]
#     kics: [9bae49be-0aa3-4de5-bab2-4c3a069e40cd]
#   reads: ["run:apt-get apt aptitude xx-apt-get xx-apk apk yum dnf microdnf zypper"]
#   needs: ["update", "refresh"]
package hullmark.checks.dockerfile.update_alone

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", [words[0], " update stands alone: the cache will keep the old list"]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	commands := docker.commands(instruction)
	not installs(commands)
	some k, words in commands
	regex.match(`^((apt-get|apt|apk)( -\S+)* update|zypper( -\S+)* (refresh|ref))( |$)`, concat(" ", words))
}

installs(commands) if {
	some words in commands
	regex.match(`^(xx-)?(apt-get|apt|aptitude|apk|yum|dnf|microdnf|zypper) (.* )?(install|in|add|upgrade|dist-upgrade|full-upgrade|build-dep|source|download|dup|up)( |$)`, concat(" ", words))
}
