# METADATA
# scope: package
# title: "dnf or yum installs whatever version is newest"
# description: >-
#   Two builds of one commit differ, and a new version arrives without a change in the
#   repository.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0023
#   severity: low
#   remediation: >-
#     Name versions: dnf install httpd-2.4.59.
#   controls: [nist-800-190:4.1.1, pci-dss-4.0.1:6.3.2]
#   equivalents:
#     hadolint: [DL3033, DL3041]
#     kics: [93d88cf7-f078-46a8-8ddc-178e03aeacf1, 6452c424-1d92-4deb-bb18-a03e95d579c4]
#   reads: ["run:yum dnf microdnf dnf5"]
#   needs: ["yum", "dnf"]
package hullmark.checks.dockerfile.dnf_unpinned

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["no version for ", concat(", ", loose)]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	words[0] in {"yum", "dnf", "microdnf", "dnf5"}
	"install" in words
	loose := docker.loose(words, `-[cx]|--config|--enablerepo|--disablerepo|--exclude|--releasever|--installroot|--setopt|--repo|--repoid`, `-\S*|yum|dnf|dnf5|microdnf|install|\S*-[0-9]\S*|\S*[$/]\S*|[.~*@]\S*|\S*[.](rpm|deb|apk|gem|tgz|whl|zip)`)
	count(loose) > 0
}
