# METADATA
# scope: package
# title: "A program is told not to verify what it fetches"
# description: >-
#   Whoever sits between the builder and the server can put anything into the image.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0054
#   severity: high
#   remediation: >-
#     Add the missing certificate or key to the image and leave verification on.
#   controls: [cis-docker-1.6.0:4.11, nist-800-190:4.1.5, pci-dss-4.0.1:4.2.1]
#   equivalents:
#     checkov: [CKV2_DOCKER_2, CKV2_DOCKER_3, CKV2_DOCKER_4, CKV2_DOCKER_5, CKV2_DOCKER_6, CKV2_DOCKER_7, CKV2_DOCKER_8, CKV2_DOCKER_9, CKV2_DOCKER_10, CKV2_DOCKER_11, CKV2_DOCKER_12, CKV2_DOCKER_13, CKV2_DOCKER_14, CKV2_DOCKER_15, CKV2_DOCKER_16]
#   reads: ["env", "arg", "run:curl wget apt-get apt apk yum dnf microdnf rpm zypper tdnf yum-config-manager pip* python* npm yarn pnpm git"]
#   needs: ["insecure", "~curl[^|&;]*\\s-[a-z]*k", "no-check-cert", "unauthenticated", "force-yes", "untrusted", "gpg", "nosignature", "nodigest", "no-verify", "sslverify", "trusted", "strict", "reject_unauthorized", "httpsverify", "ssl_no"]
package hullmark.checks.dockerfile.verification_off

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", [words[0], ": ", what]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	what := unverified(words)
}

unverified(words) := "-k switches certificates off" if {
	words[0] == "curl"
	insecure_curl(words)
}

unverified(words) := "--no-check-certificate" if {
	words[0] == "wget"
	"--no-check-certificate" in words
}

unverified(words) := "packages without a valid signature are taken" if {
	words[0] in {"apt-get", "apt", "apk", "yum", "dnf", "microdnf", "rpm", "zypper", "tdnf", "yum-config-manager"}
	some word in words
	regex.match(`^--(allow-unauthenticated|force-yes|allow-untrusted|nogpgcheck|no-gpg-checks|no-gpgcheck|nosignature|nodigest|no-verify)$|^(--setopt=)?(gpgcheck|sslverify|\S+\.gpgcheck|\S+\.sslverify)=(0|false|no)$`, word)
}

unverified(words) := "--trusted-host switches certificates off" if {
	regex.match(`^(pip[0-9.]*|python[0-9.]*)$`, words[0])
	some word in words
	startswith(word, "--trusted-host")
}

unverified(words) := "strict-ssl is switched off" if {
	words[0] in {"npm", "yarn", "pnpm"}
	some k, word in words
	regex.match(`strict-ssl`, word)
	regex.match(`false`, concat(" ", array.slice(words, k, k + 2)))
}

unverified(words) := "sslVerify is switched off" if {
	words[0] == "git"
	some k, word in words
	regex.match(`http[.](.*[.])?sslverify`, lower(word))
	regex.match(`false|=0`, lower(concat(" ", array.slice(words, k, k + 2))))
}

insecure_curl(words) if {
	some word in words
	word in {"--insecure", "--proxy-insecure"}
}

insecure_curl(words) if {
	some word in words
	regex.match(`^-[a-zA-Z]*k[a-zA-Z]*$`, word)
}

deny contains {"msg": concat("", [upper(instruction.Cmd), " ", pair.name, " switches verification off"]), "path": [i], "find": pair.name} if {
	some i, instruction in input
	instruction.Cmd in {"env", "arg"}
	some pair in pairs(instruction)
	off(pair.name, pair.value)
}

pairs(instruction) := [{"name": name, "value": trim(instruction.Value[k + 1], `"'`)} |
	some k
	name := instruction.Value[k]
	k % 3 == 0
] if instruction.Cmd == "env"

pairs(instruction) := [{"name": parts[0], "value": trim(parts[1], `"'`)} |
	some argument in instruction.Value
	parts := split(argument, "=")
	count(parts) > 1
] if instruction.Cmd == "arg"

off("NODE_TLS_REJECT_UNAUTHORIZED", "0") := true

off("PYTHONHTTPSVERIFY", "0") := true

off("GIT_SSL_NO_VERIFY", _) := true

off("PIP_TRUSTED_HOST", _) := true

off("NPM_CONFIG_STRICT_SSL", value) if lower(value) in {"false", "0"}
