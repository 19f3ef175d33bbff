package hullmark.checks.dockerfile.port_invalid_test

import rego.v1

import data.hullmark.checks.dockerfile.port_invalid

test_bad_1 if {
	count(port_invalid.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "expose", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["80000"], "Stage": 0}]
}

test_good_1 if {
	count(port_invalid.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "expose", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["8080", "53/udp", "9000-9010"], "Stage": 0}]
}

test_good_2 if {
	count(port_invalid.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "expose", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["${PORT}"], "Stage": 0}]
}
