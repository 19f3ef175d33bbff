package hullmark.checks.dockerfile.user_root_test

import rego.v1

import data.hullmark.checks.dockerfile.user_root

test_bad_1 if {
	count(user_root.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "user", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["app"], "Stage": 0}, {"Cmd": "user", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["root"], "Stage": 0}]
}

test_bad_2 if {
	count(user_root.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "user", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["0:0"], "Stage": 0}]
}

test_good_1 if {
	count(user_root.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "user", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["root"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["make"], "Stage": 0, "Commands": [["make"]], "Piped": []}, {"Cmd": "user", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["app"], "Stage": 0}]
}

test_good_2 if {
	count(user_root.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "user", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["10001:0"], "Stage": 0}]
}
