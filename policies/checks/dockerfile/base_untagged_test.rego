package hullmark.checks.dockerfile.base_untagged_test

import rego.v1

import data.hullmark.checks.dockerfile.base_untagged

test_bad_1 if {
	count(base_untagged.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian"], "Stage": 0}]
}

test_bad_2 if {
	count(base_untagged.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["registry.example:5000/team/app"], "Stage": 0}]
}

test_good_1 if {
	count(base_untagged.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}]
}

test_good_2 if {
	count(base_untagged.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"], "Stage": 0}]
}

test_good_3 if {
	count(base_untagged.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["scratch"], "Stage": 0}]
}

test_good_4 if {
	count(base_untagged.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12", "AS", "build"], "Stage": 0}, {"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["build"], "Stage": 1}]
}
