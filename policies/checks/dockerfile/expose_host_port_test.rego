package hullmark.checks.dockerfile.expose_host_port_test

import rego.v1

import data.hullmark.checks.dockerfile.expose_host_port

test_bad_1 if {
	count(expose_host_port.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "expose", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["127.0.0.1:80:80"], "Stage": 0}]
}

test_bad_2 if {
	count(expose_host_port.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "expose", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["5000:5000"], "Stage": 0}]
}

test_good_1 if {
	count(expose_host_port.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "expose", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["5000"], "Stage": 0}]
}

test_good_2 if {
	count(expose_host_port.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "expose", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["${PORT:-5000}"], "Stage": 0}]
}
