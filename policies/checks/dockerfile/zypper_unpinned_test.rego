package hullmark.checks.dockerfile.zypper_unpinned_test

import rego.v1

import data.hullmark.checks.dockerfile.zypper_unpinned

test_bad_1 if {
	count(zypper_unpinned.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["opensuse/leap:15.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["zypper -n in httpd"], "Stage": 0, "Commands": [["zypper", "-n", "in", "httpd"]], "Piped": []}]
}

test_good_1 if {
	count(zypper_unpinned.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["opensuse/leap:15.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["zypper -n in httpd=2.4.58"], "Stage": 0, "Commands": [["zypper", "-n", "in", "httpd=2.4.58"]], "Piped": []}]
}
