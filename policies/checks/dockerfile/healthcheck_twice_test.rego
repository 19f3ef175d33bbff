package hullmark.checks.dockerfile.healthcheck_twice_test

import rego.v1

import data.hullmark.checks.dockerfile.healthcheck_twice

test_bad_1 if {
	count(healthcheck_twice.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "healthcheck", "SubCmd": "", "JSON": true, "Flags": [], "Value": ["CMD", "a"], "Stage": 0}, {"Cmd": "healthcheck", "SubCmd": "", "JSON": true, "Flags": [], "Value": ["CMD", "b"], "Stage": 0}]
}

test_good_1 if {
	count(healthcheck_twice.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5", "AS", "x"], "Stage": 0}, {"Cmd": "healthcheck", "SubCmd": "", "JSON": true, "Flags": [], "Value": ["CMD", "a"], "Stage": 0}, {"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 1}, {"Cmd": "healthcheck", "SubCmd": "", "JSON": true, "Flags": [], "Value": ["CMD", "b"], "Stage": 1}]
}
