package hullmark.checks.dockerfile.ssh_exposed_test

import rego.v1

import data.hullmark.checks.dockerfile.ssh_exposed

test_bad_1 if {
	count(ssh_exposed.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "expose", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["80", "22"], "Stage": 0}]
}

test_bad_2 if {
	count(ssh_exposed.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "expose", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["22/tcp"], "Stage": 0}]
}

test_good_1 if {
	count(ssh_exposed.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "expose", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["2222"], "Stage": 0}]
}
