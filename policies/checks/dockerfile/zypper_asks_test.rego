package hullmark.checks.dockerfile.zypper_asks_test

import rego.v1

import data.hullmark.checks.dockerfile.zypper_asks

test_bad_1 if {
	count(zypper_asks.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["opensuse/leap:15.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["zypper install httpd"], "Stage": 0, "Commands": [["zypper", "install", "httpd"]], "Piped": []}]
}

test_good_1 if {
	count(zypper_asks.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["opensuse/leap:15.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["zypper -n in httpd"], "Stage": 0, "Commands": [["zypper", "-n", "in", "httpd"]], "Piped": []}]
}

test_good_2 if {
	count(zypper_asks.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["opensuse/leap:15.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["zypper install -y httpd"], "Stage": 0, "Commands": [["zypper", "install", "-y", "httpd"]], "Piped": []}]
}
