package hullmark.checks.dockerfile.add_for_copy_test

import rego.v1

import data.hullmark.checks.dockerfile.add_for_copy

test_bad_1 if {
	count(add_for_copy.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "add", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["app.py", "/app/"], "Stage": 0}]
}

test_good_1 if {
	count(add_for_copy.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "add", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["rootfs.tar.gz", "/"], "Stage": 0}]
}

test_good_2 if {
	count(add_for_copy.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["app.py", "/app/"], "Stage": 0}]
}

test_good_3 if {
	count(add_for_copy.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "add", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["https://example.org/x", "/x"], "Stage": 0}]
}
