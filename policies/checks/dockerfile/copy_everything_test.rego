package hullmark.checks.dockerfile.copy_everything_test

import rego.v1

import data.hullmark.checks.dockerfile.copy_everything

test_bad_1 if {
	count(copy_everything.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": [], "Value": [".", "/app"], "Stage": 0}]
}

test_good_1 if {
	count(copy_everything.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5", "AS", "build"], "Stage": 0}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": [], "Value": [".", "/src"], "Stage": 0}, {"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 1}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": ["--from=build"], "Value": ["/src/app", "/app"], "Stage": 1}]
}

test_good_2 if {
	count(copy_everything.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["app.py", "/app/"], "Stage": 0}]
}
