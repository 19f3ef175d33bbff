# Names and values that speak of secrets, the same for compose and Kubernetes.
package hullmark.checks.lib.secret_name

import rego.v1

# A name says "secret" when one of its words does, and none says that it only points to one.
says_secret(name) if {
	lowered := lower(name)
	regex.match(`(^|[_.-])(pass|passwd|password|passphrase|pwd|secret|secrets|token|credential|credentials|api_?key|access_?key|private_?key|secret_?key|auth_?key|account_?key|encryption_?key|signing_?key|bearer|client_?secret|connection_?string|dsn)([_.-]|[0-9]*$)`, lowered)
	not points_elsewhere(lowered)
}

# Keys that are known by what they open.
says_secret(name) if {
	lowered := lower(name)
	regex.match(`(batch|storage|account|master|shared|deploy|session|service|cli|hmac|jwt|ssh|tls|ssl)_?key(_content)?$`, lowered)
}

# Names run together without separators (DBPASSWORD, apiToken).
says_secret(name) if {
	lowered := lower(name)
	regex.match(`(password|passwd|secretkey|secretaccesskey|apikey|apitoken|accesstoken|authtoken|privatekey|clientsecret)$`, lowered)
	not points_elsewhere(lowered)
}

points_elsewhere(lowered) if {
	regex.match(`(_file|_path|_dir|_name|_url|_uri|_host|_id|_type|_length|_policy|_enabled|_ttl|_expir[a-z]*|_timeout|_header|_lifetime|_age|_algorithm|_mode|_min|_max)$`, lowered)
	not regex.match(`(access_key_id|connection_uri)$`, lowered)
}

# value_holds: a value that is a secret whatever its name is.
value_holds(value) if regex.match(`-{3,}BEGIN ([A-Z]+ )*PRIVATE KEY`, value)

value_holds(value) if regex.match(`^[a-z][a-z0-9+.-]*://[^/\s:@]*:[^/\s:@$]{3,}@`, value)

value_holds(value) if regex.match(`\b(AKIA|ASIA)[A-Z0-9]{16}\b`, value)

# literal: a value written out, not filled in later and not a mere placeholder for nothing.
literal(value) if {
	text := sprintf("%v", [value])
	text != ""
	not startswith(text, "$")
	not startswith(text, "{{")
	not startswith(text, "/run/secrets/")
	not lower(text) in {"true", "false", "null", "none", "yes", "no"}
}
