package hullmark.checks.dockerfile.secret_in_env_test

import rego.v1

import data.hullmark.checks.dockerfile.secret_in_env

test_bad_1 if {
	count(secret_in_env.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "env", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["DB_PASSWORD", "correct-horse", "="], "Stage": 0}]
}

test_bad_2 if {
	count(secret_in_env.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "env", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["API_KEY", "abcdef", ""], "Stage": 0}]
}

test_good_1 if {
	count(secret_in_env.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "env", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["DB_PASSWORD_FILE", "/run/secrets/db", "="], "Stage": 0}]
}

test_good_2 if {
	count(secret_in_env.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "env", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["TOKEN", "$TOKEN", "="], "Stage": 0}]
}

test_good_3 if {
	count(secret_in_env.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "env", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["HOST", "x", "=", "DB_PASSWORD", "\"\"", "="], "Stage": 0}]
}
