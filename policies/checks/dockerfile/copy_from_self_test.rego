package hullmark.checks.dockerfile.copy_from_self_test

import rego.v1

import data.hullmark.checks.dockerfile.copy_from_self

test_bad_1 if {
	count(copy_from_self.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5", "AS", "app"], "Stage": 0}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": ["--from=app"], "Value": ["/a", "/b"], "Stage": 0}]
}

test_good_1 if {
	count(copy_from_self.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5", "AS", "build"], "Stage": 0}, {"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 1}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": ["--from=build"], "Value": ["/a", "/b"], "Stage": 1}]
}
