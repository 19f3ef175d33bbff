package hullmark.checks.dockerfile.stage_case_test

import rego.v1

import data.hullmark.checks.dockerfile.stage_case

test_bad_1 if {
	count(stage_case.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5", "AS", "Build"], "Stage": 0}]
}

test_bad_2 if {
	count(stage_case.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5", "as", "BASE"], "Stage": 0}]
}

test_good_1 if {
	count(stage_case.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5", "AS", "build"], "Stage": 0}]
}

test_good_2 if {
	count(stage_case.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["Debian:12.5", "AS", "build"], "Stage": 0}]
}
