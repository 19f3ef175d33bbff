package hullmark.checks.dockerfile.legacy_pair_test

import rego.v1

import data.hullmark.checks.dockerfile.legacy_pair

test_bad_1 if {
	count(legacy_pair.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "env", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["LANG", "C.UTF-8", ""], "Stage": 0}]
}

test_bad_2 if {
	count(legacy_pair.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "label", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["vendor", "ACME", ""], "Stage": 0}]
}

test_good_1 if {
	count(legacy_pair.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "env", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["LANG", "C.UTF-8", "="], "Stage": 0}]
}

test_good_2 if {
	count(legacy_pair.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "label", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["vendor", "ACME", "=", "version", "2", "="], "Stage": 0}]
}
