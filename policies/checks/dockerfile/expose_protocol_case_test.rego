package hullmark.checks.dockerfile.expose_protocol_case_test

import rego.v1

import data.hullmark.checks.dockerfile.expose_protocol_case

test_bad_1 if {
	count(expose_protocol_case.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "expose", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["80/TCP"], "Stage": 0}]
}

test_bad_2 if {
	count(expose_protocol_case.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "expose", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["53/udp", "53/Udp"], "Stage": 0}]
}

test_good_1 if {
	count(expose_protocol_case.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "expose", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["80/tcp"], "Stage": 0}]
}

test_good_2 if {
	count(expose_protocol_case.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "expose", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["80"], "Stage": 0}]
}
