package hullmark.checks.dockerfile.apt_unpinned_test

import rego.v1

import data.hullmark.checks.dockerfile.apt_unpinned

test_bad_1 if {
	count(apt_unpinned.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt-get install -y curl"], "Stage": 0, "Commands": [["apt-get", "install", "-y", "curl"]], "Piped": []}]
}

test_good_1 if {
	count(apt_unpinned.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt-get install -y curl=7.88.1-10"], "Stage": 0, "Commands": [["apt-get", "install", "-y", "curl=7.88.1-10"]], "Piped": []}]
}

test_good_2 if {
	count(apt_unpinned.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt-get install -y ./x.deb"], "Stage": 0, "Commands": [["apt-get", "install", "-y", "./x.deb"]], "Piped": []}]
}

test_good_3 if {
	count(apt_unpinned.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt-get install -y $PACKAGES"], "Stage": 0, "Commands": [["apt-get", "install", "-y", "$PACKAGES"]], "Piped": []}]
}
