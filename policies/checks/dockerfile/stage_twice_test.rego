package hullmark.checks.dockerfile.stage_twice_test

import rego.v1

import data.hullmark.checks.dockerfile.stage_twice

test_bad_1 if {
	count(stage_twice.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5", "AS", "a"], "Stage": 0}, {"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["alpine:3.20", "AS", "a"], "Stage": 1}]
}

test_good_1 if {
	count(stage_twice.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5", "AS", "a"], "Stage": 0}, {"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["alpine:3.20", "AS", "b"], "Stage": 1}]
}
