package hullmark.checks.dockerfile.stage_reserved_test

import rego.v1

import data.hullmark.checks.dockerfile.stage_reserved

test_bad_1 if {
	count(stage_reserved.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5", "AS", "scratch"], "Stage": 0}]
}

test_bad_2 if {
	count(stage_reserved.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5", "as", "Context"], "Stage": 0}]
}

test_good_1 if {
	count(stage_reserved.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["scratch", "AS", "empty"], "Stage": 0}]
}

test_good_2 if {
	count(stage_reserved.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5", "AS", "contexts"], "Stage": 0}]
}
