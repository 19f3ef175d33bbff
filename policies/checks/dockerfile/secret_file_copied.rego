# METADATA
# scope: package
# title: "A file with secrets is copied into the image"
# description: >-
#   Whoever can pull the image reads the file, even where a later step deletes it.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   id: HM-DF-0055
#   severity: critical
#   remediation: >-
#     Give it at run time, or for one step by RUN --mount=type=secret.
#   controls: [cis-docker-1.6.0:4.10, nist-800-190:4.1.4, pci-dss-4.0.1:8.6.2]
#   equivalents:
#     trivy: [DS-0031]
#     dockle: [CIS-DI-0010]
#   reads: ["copy", "add"]
#   needs: ["id_", ".env", ".npmrc", ".pypirc", ".netrc", "git-cred", "pgpass", "htpasswd", "dockercfg", ".aws", "credentials", ".ssh", ".pem", ".p12", ".pfx", ".jks", "keystore", "kdbx", ".key", "kubeconfig", "secret"]
package hullmark.checks.dockerfile.secret_file_copied

import rego.v1

deny contains {"msg": concat("", ["'", source, "' holds secrets and is copied into the image"]), "path": [i], "find": source, "anchor": source} if {
	some i, instruction in input
	instruction.Cmd in {"copy", "add"}
	some k, source in instruction.Value
	k < count(instruction.Value) - 1
	regex.match(`(^|/)(id_(rsa|dsa|ecdsa|ed25519)|\.env(\.(prod|production|local|staging))?|\.npmrc|\.pypirc|\.netrc|\.git-credentials|\.pgpass|\.htpasswd|\.dockercfg|\.aws|credentials|\.ssh|[^/]*\.(pem|p12|pfx|jks|keystore|kdbx)|[^/]+\.key|kubeconfig|secrets?\.(ya?ml|json|env|txt|toml))/?$`, source)
	not regex.match(`\.pub$|(ca|public|root|chain|bundle|cert|certificate)[^/]*\.(pem|key)$`, lower(source))
}
