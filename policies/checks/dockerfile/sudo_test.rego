package hullmark.checks.dockerfile.sudo_test

import rego.v1

import data.hullmark.checks.dockerfile.sudo

test_bad_1 if {
	count(sudo.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["sudo make install"], "Stage": 0, "Commands": [["sudo", "make", "install"], ["make", "install"]], "Piped": []}]
}

test_good_1 if {
	count(sudo.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["make install"], "Stage": 0, "Commands": [["make", "install"]], "Piped": []}]
}
