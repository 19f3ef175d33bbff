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
#   reads: ["env", "arg", "run:curl wget apt-get apt apk yum dnf microdnf rpm zypper tdnf yum-config-manager pip* python* npm yarn pnpm git export"]
#   needs: ["insecure", "~curl[^|&;]*\\s-[a-z]*k", "no-check-cert", "unauthenticated", "force-yes", "untrusted", "gpg", "nosignature", "nodigest", "no-verify", "sslverify", "trusted", "strict", "reject_unauthorized", "httpsverify", "ssl_no"]
package hullmark.checks.dockerfile.verification_off

import rego.v1

import data.hullmark.checks.lib.docker

deny contains {"msg": concat("", [words[0], " is told not to verify what it fetches"]), "path": [i, "Commands", k]} if {
	some i, instruction in input
	some k, words in docker.commands(instruction)
	regex.match(trusting, concat(" ", words))
}

trusting := concat("|", [
	`^curl (.* )?(-[a-zA-Z]*k[a-zA-Z]*|--insecure|--proxy-insecure)( |$)`,
	`^wget (.* )?--no-check-certificate( |$)`,
	`^(apt-get|apt|apk|yum|dnf|microdnf|rpm|zypper|tdnf|yum-config-manager) (.* )?--(allow-unauthenticated|force-yes|allow-untrusted|nogpgcheck|no-gpg-checks|no-gpgcheck|nosignature|nodigest|no-verify)( |$)`,
	`^(yum|dnf|microdnf|tdnf|yum-config-manager) (.* )?\S*(gpgcheck|sslverify)=(0|[Ff]alse|no)( |$)`,
	`^(pip|python)[0-9.]* (.* )?--trusted-host`,
	`^(npm|yarn|pnpm) (.* )?strict-ssl[= ]+false`,
	`^export (.* )?(NODE_TLS_REJECT_UNAUTHORIZED=0|PYTHONHTTPSVERIFY=0|GIT_SSL_NO_VERIFY=|PIP_TRUSTED_HOST=|(NPM_CONFIG_STRICT_SSL|npm_config_strict_ssl)=(false|0))`,
	`^git .*http[.](.*[.])?ssl[vV]erify[= ]+(false|0)`,
])

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
