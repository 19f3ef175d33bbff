# METADATA
# scope: package
# title: "npm installs whatever version is newest"
# description: >-
#   Two builds of one commit differ, and a new (or hostile) version arrives without a change
#   in the repository.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0029
#   severity: medium
#   remediation: >-
#     Use npm ci with a lock file, or name a version: npm install -g pnpm@9.1.0.
#   controls: [nist-800-190:4.1.1, pci-dss-4.0.1:6.3.2]
#   equivalents:
#     hadolint: [DL3016]
#     kics: [e36d8880-3f78-4546-b9a1-12f0745ca0d5]
#   reads: ["run:npm pnpm yarn"]
#   needs: ["npm", "yarn"]
package hullmark.checks.dockerfile.npm_unpinned

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", ["no version for ", concat(", ", loose)]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	words[0] in {"npm", "pnpm", "yarn"}
	some verb in array.slice(docker.plain(words), 0, 2)
	verb in {"install", "i", "add"}
	loose := docker.loose(words, `--registry|--prefix|-C|--cache|--loglevel|--tag`, `-\S*|npm|pnpm|yarn|global|install|i|add|\S+@[~^]?v?[0-9]\S*|(git|http|https|file|github):\S*|[./]\S*|\S*[$#]\S*|\S*/|[^@/ ]+/[^@/ ]+`)
	count(loose) > 0
}
