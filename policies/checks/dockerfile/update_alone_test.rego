package hullmark.checks.dockerfile.update_alone_test

import rego.v1

import data.hullmark.checks.dockerfile.update_alone

test_bad_1 if {
	count(update_alone.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt-get update"], "Stage": 0, "Commands": [["apt-get", "update"]], "Piped": []}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt-get install -y curl"], "Stage": 0, "Commands": [["apt-get", "install", "-y", "curl"]], "Piped": []}]
}

test_good_1 if {
	count(update_alone.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt-get update && apt-get install -y curl"], "Stage": 0, "Commands": [["apt-get", "update"], ["apt-get", "install", "-y", "curl"]], "Piped": []}]
}

test_good_2 if {
	count(update_alone.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["alpine:3.20"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apk update && apk add curl"], "Stage": 0, "Commands": [["apk", "update"], ["apk", "add", "curl"]], "Piped": []}]
}
