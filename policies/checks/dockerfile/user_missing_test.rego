package hullmark.checks.dockerfile.user_missing_test

import rego.v1

import data.hullmark.checks.dockerfile.user_missing

test_bad_1 if {
	count(user_missing.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["make"], "Stage": 0, "Commands": [["make"]], "Piped": []}, {"Cmd": "cmd", "SubCmd": "", "JSON": true, "Flags": [], "Value": ["/app"], "Stage": 0}]
}

test_bad_2 if {
	count(user_missing.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5", "AS", "build"], "Stage": 0}, {"Cmd": "user", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["app"], "Stage": 0}, {"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["alpine:3.20"], "Stage": 1}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": ["--from=build"], "Value": ["/x", "/x"], "Stage": 1}]
}

test_good_1 if {
	count(user_missing.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "user", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["10001"], "Stage": 0}, {"Cmd": "cmd", "SubCmd": "", "JSON": true, "Flags": [], "Value": ["/app"], "Stage": 0}]
}

test_good_2 if {
	count(user_missing.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5", "AS", "base"], "Stage": 0}, {"Cmd": "user", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["app"], "Stage": 0}, {"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["base"], "Stage": 1}, {"Cmd": "cmd", "SubCmd": "", "JSON": true, "Flags": [], "Value": ["/app"], "Stage": 1}]
}

test_good_3 if {
	count(user_missing.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["gcr.io/distroless/static:nonroot"], "Stage": 0}]
}
