package hullmark.checks.dockerfile.apt_for_people_test

import rego.v1

import data.hullmark.checks.dockerfile.apt_for_people

test_bad_1 if {
	count(apt_for_people.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt update"], "Stage": 0, "Commands": [["apt", "update"]], "Piped": []}]
}

test_good_1 if {
	count(apt_for_people.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt-get update"], "Stage": 0, "Commands": [["apt-get", "update"]], "Piped": []}]
}
