package hullmark.checks.dockerfile.apk_unpinned_test

import rego.v1

import data.hullmark.checks.dockerfile.apk_unpinned

test_bad_1 if {
	count(apk_unpinned.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["alpine:3.20"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apk add --no-cache curl"], "Stage": 0, "Commands": [["apk", "add", "--no-cache", "curl"]], "Piped": []}]
}

test_good_1 if {
	count(apk_unpinned.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["alpine:3.20"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apk add --no-cache curl=8.7.1-r0"], "Stage": 0, "Commands": [["apk", "add", "--no-cache", "curl=8.7.1-r0"]], "Piped": []}]
}

test_good_2 if {
	count(apk_unpinned.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["alpine:3.20"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apk add --no-cache --virtual .build gcc~=13"], "Stage": 0, "Commands": [["apk", "add", "--no-cache", "--virtual", ".build", "gcc~=13"]], "Piped": []}]
}
