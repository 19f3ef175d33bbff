package hullmark.checks.dockerfile.base_latest_test

import rego.v1

import data.hullmark.checks.dockerfile.base_latest

test_bad_1 if {
	count(base_latest.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:latest"], "Stage": 0}]
}

test_good_1 if {
	count(base_latest.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}]
}

test_good_2 if {
	count(base_latest.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:latest@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"], "Stage": 0}]
}
