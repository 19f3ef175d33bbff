package hullmark.checks.dockerfile.copy_from_unknown_test

import rego.v1

import data.hullmark.checks.dockerfile.copy_from_unknown

test_bad_1 if {
	count(copy_from_unknown.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": ["--from=biuld"], "Value": ["/a", "/b"], "Stage": 0}]
}

test_good_1 if {
	count(copy_from_unknown.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5", "AS", "build"], "Stage": 0}, {"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 1}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": ["--from=build"], "Value": ["/a", "/b"], "Stage": 1}]
}

test_good_2 if {
	count(copy_from_unknown.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": ["--from=nginx:1.27"], "Value": ["/a", "/b"], "Stage": 0}]
}

test_good_3 if {
	count(copy_from_unknown.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 1}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": ["--from=0"], "Value": ["/a", "/b"], "Stage": 1}]
}
