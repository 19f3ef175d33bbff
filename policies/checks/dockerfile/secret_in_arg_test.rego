package hullmark.checks.dockerfile.secret_in_arg_test

import rego.v1

import data.hullmark.checks.dockerfile.secret_in_arg

test_bad_1 if {
	count(secret_in_arg.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "arg", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["NPM_TOKEN"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["npm ci"], "Stage": 0, "Commands": [["npm", "ci"]], "Piped": []}]
}

test_good_1 if {
	count(secret_in_arg.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "arg", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["VERSION=1"], "Stage": 0}]
}

test_good_2 if {
	count(secret_in_arg.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "arg", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["TOKEN_FILE"], "Stage": 0}]
}
