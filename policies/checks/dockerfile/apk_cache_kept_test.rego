package hullmark.checks.dockerfile.apk_cache_kept_test

import rego.v1

import data.hullmark.checks.dockerfile.apk_cache_kept

test_bad_1 if {
	count(apk_cache_kept.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["alpine:3.20"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apk add curl"], "Stage": 0, "Commands": [["apk", "add", "curl"]], "Piped": []}]
}

test_good_1 if {
	count(apk_cache_kept.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["alpine:3.20"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apk add --no-cache curl"], "Stage": 0, "Commands": [["apk", "add", "--no-cache", "curl"]], "Piped": []}]
}

test_good_2 if {
	count(apk_cache_kept.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["alpine:3.20"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apk --no-cache add curl"], "Stage": 0, "Commands": [["apk", "--no-cache", "add", "curl"]], "Piped": []}]
}
