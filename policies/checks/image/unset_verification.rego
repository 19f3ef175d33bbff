# METADATA
# scope: package
# title: "The environment switches verification off"
# description: >-
#   Every program in the container then trusts whoever answers.
# related_resources:
# - ref: https://github.com/opencontainers/image-spec/blob/main/config.md
# custom:
#   id: HM-IMG-0012
#   severity: high
#   remediation: >-
#     Remove the variable; add the missing certificate to the image instead.
#   controls: [nist-800-190:4.1.5, pci-dss-4.0.1:4.2.1]
package hullmark.checks.image.unset_verification

import rego.v1

deny contains {"msg": concat("", ["environment variable '", variable, "' switches verification off"]), "path": ["config", "Env", i]} if {
	some i, variable in input.config.Env
	regex.match(`^(NODE_TLS_REJECT_UNAUTHORIZED=0|PYTHONHTTPSVERIFY=0|GIT_SSL_NO_VERIFY=.+|PIP_TRUSTED_HOST=.+|NPM_CONFIG_STRICT_SSL=(false|0))$`, variable)
}
