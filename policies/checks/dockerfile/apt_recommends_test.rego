package hullmark.checks.dockerfile.apt_recommends_test

import rego.v1

import data.hullmark.checks.dockerfile.apt_recommends

test_bad_1 if {
	count(apt_recommends.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt-get update && apt-get install -y curl"], "Stage": 0, "Commands": [["apt-get", "update"], ["apt-get", "install", "-y", "curl"]], "Piped": []}]
}

test_good_1 if {
	count(apt_recommends.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt-get update && apt-get install -y --no-install-recommends curl"], "Stage": 0, "Commands": [["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "curl"]], "Piped": []}]
}
