package hullmark.checks.dockerfile.maintainer_test

import rego.v1

import data.hullmark.checks.dockerfile.maintainer

test_bad_1 if {
	count(maintainer.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "maintainer", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["me@example.org"], "Stage": 0}]
}

test_good_1 if {
	count(maintainer.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "label", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["maintainer", "me@example.org", "="], "Stage": 0}]
}
