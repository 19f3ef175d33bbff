package hullmark.checks.dockerfile.apt_asks_test

import rego.v1

import data.hullmark.checks.dockerfile.apt_asks

test_bad_1 if {
	count(apt_asks.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt-get install curl"], "Stage": 0, "Commands": [["apt-get", "install", "curl"]], "Piped": []}]
}

test_good_1 if {
	count(apt_asks.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt-get -y install curl"], "Stage": 0, "Commands": [["apt-get", "-y", "install", "curl"]], "Piped": []}]
}

test_good_2 if {
	count(apt_asks.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt-get install -qqy curl"], "Stage": 0, "Commands": [["apt-get", "install", "-qqy", "curl"]], "Piped": []}]
}

test_good_3 if {
	count(apt_asks.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt-get install --assume-yes curl"], "Stage": 0, "Commands": [["apt-get", "install", "--assume-yes", "curl"]], "Piped": []}]
}
