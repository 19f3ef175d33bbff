package hullmark.checks.dockerfile.base_argument_unknown_test

import rego.v1

import data.hullmark.checks.dockerfile.base_argument_unknown

test_bad_1 if {
	count(base_argument_unknown.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:$TAG"], "Stage": 0}]
}

test_bad_2 if {
	count(base_argument_unknown.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5", "AS", "base"], "Stage": 0}, {"Cmd": "arg", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["TAG=12.5"], "Stage": 0}, {"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:${TAG}"], "Stage": 1}]
}

test_bad_3 if {
	count(base_argument_unknown.deny) > 0 with input as [{"Cmd": "arg", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["TAGS=12"], "Stage": 0}, {"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:${TAG:-12.5}"], "Stage": 0}]
}

test_good_1 if {
	count(base_argument_unknown.deny) == 0 with input as [{"Cmd": "arg", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["TAG=12.5"], "Stage": 0}, {"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:${TAG}"], "Stage": 0}]
}

test_good_2 if {
	count(base_argument_unknown.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": ["--platform=$BUILDPLATFORM"], "Value": ["debian:12.5"], "Stage": 0}]
}

test_good_3 if {
	count(base_argument_unknown.deny) == 0 with input as [{"Cmd": "arg", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["TAG"], "Stage": 0}, {"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:${TAG:-12.5}"], "Stage": 0}]
}
