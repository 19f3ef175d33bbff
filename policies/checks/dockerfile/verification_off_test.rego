package hullmark.checks.dockerfile.verification_off_test

import rego.v1

import data.hullmark.checks.dockerfile.verification_off

test_bad_1 if {
	count(verification_off.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["curl -k https://example.org/x -o x"], "Stage": 0, "Commands": [["curl", "-k", "https://example.org/x", "-o", "x"]], "Piped": []}]
}

test_bad_2 if {
	count(verification_off.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["alpine:3.20"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apk add --allow-untrusted x.apk"], "Stage": 0, "Commands": [["apk", "add", "--allow-untrusted", "x.apk"]], "Piped": []}]
}

test_bad_3 if {
	count(verification_off.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["node:20"], "Stage": 0}, {"Cmd": "env", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["NODE_TLS_REJECT_UNAUTHORIZED", "0", "="], "Stage": 0}]
}

test_good_1 if {
	count(verification_off.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["curl -fsSL https://example.org/x -o x"], "Stage": 0, "Commands": [["curl", "-fsSL", "https://example.org/x", "-o", "x"]], "Piped": []}]
}

test_good_2 if {
	count(verification_off.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["node:20"], "Stage": 0}, {"Cmd": "env", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["NODE_ENV", "production", "="], "Stage": 0}]
}
