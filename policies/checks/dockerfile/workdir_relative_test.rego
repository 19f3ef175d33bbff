package hullmark.checks.dockerfile.workdir_relative_test

import rego.v1

import data.hullmark.checks.dockerfile.workdir_relative

test_bad_1 if {
	count(workdir_relative.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "workdir", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["app"], "Stage": 0}]
}

test_good_1 if {
	count(workdir_relative.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "workdir", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["/app"], "Stage": 0}]
}

test_good_2 if {
	count(workdir_relative.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "workdir", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["$HOME/app"], "Stage": 0}]
}

test_good_3 if {
	count(workdir_relative.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "workdir", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["\"/app\""], "Stage": 0}]
}
