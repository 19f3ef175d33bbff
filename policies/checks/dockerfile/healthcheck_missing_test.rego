package hullmark.checks.dockerfile.healthcheck_missing_test

import rego.v1

import data.hullmark.checks.dockerfile.healthcheck_missing

test_bad_1 if {
	count(healthcheck_missing.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "cmd", "SubCmd": "", "JSON": true, "Flags": [], "Value": ["/app"], "Stage": 0}]
}

test_good_1 if {
	count(healthcheck_missing.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "healthcheck", "SubCmd": "", "JSON": true, "Flags": [], "Value": ["CMD", "/app", "--ping"], "Stage": 0}, {"Cmd": "cmd", "SubCmd": "", "JSON": true, "Flags": [], "Value": ["/app"], "Stage": 0}]
}
