# METADATA
# scope: package
# title: "A download is run without looking at it"
# description: >-
#   What the server sends is run as it arrives: nothing proves that it is what was meant, and
#   a broken transfer runs half a script.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0033
#   severity: high
#   remediation: >-
#     Fetch into a file, compare its checksum or signature, then run it.
#   controls: [cis-docker-1.6.0:4.11, nist-800-190:4.1.5, pci-dss-4.0.1:6.2.4]
#   reads: ["run:|", "run:sh bash ash dash zsh eval source ."]
#   needs: ["curl", "wget", "fetch"]
package hullmark.checks.dockerfile.download_into_shell

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["what ", source[0], " fetches goes straight into ", words[0]]), "path": [i, "Commands", k - 1]} if {
	some i, instruction in input
	commands := docker.commands(instruction)
	some k in docker.piped(instruction)
	words := commands[k]
	regex.match(`^(/(usr/)?bin/)?(sh|bash|ash|dash|zsh|ksh|python[0-9.]*|perl|ruby|node|php|sudo)$`, words[0])
	source := commands[k - 1]
	source[0] in {"curl", "wget", "fetch"}
}

deny contains {"msg": concat("", [words[0], " runs what is fetched from the network"]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	words[0] in {"sh", "bash", "ash", "dash", "zsh", "eval", "source", "."}
	some word in words
	regex.match(`^[<$]\(\s*(curl|wget)\s`, word)
}
