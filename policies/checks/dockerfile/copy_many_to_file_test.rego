package hullmark.checks.dockerfile.copy_many_to_file_test

import rego.v1

import data.hullmark.checks.dockerfile.copy_many_to_file

test_bad_1 if {
	count(copy_many_to_file.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["a", "b", "/app"], "Stage": 0}]
}

test_good_1 if {
	count(copy_many_to_file.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["a", "b", "/app/"], "Stage": 0}]
}

test_good_2 if {
	count(copy_many_to_file.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["a", "/app"], "Stage": 0}]
}

test_good_3 if {
	count(copy_many_to_file.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["a", "b", "."], "Stage": 0}]
}
