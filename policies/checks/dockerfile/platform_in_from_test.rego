package hullmark.checks.dockerfile.platform_in_from_test

import rego.v1

import data.hullmark.checks.dockerfile.platform_in_from

test_bad_1 if {
	count(platform_in_from.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": ["--platform=linux/amd64"], "Value": ["debian:12.5"], "Stage": 0}]
}

test_good_1 if {
	count(platform_in_from.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": ["--platform=$BUILDPLATFORM"], "Value": ["debian:12.5", "AS", "build"], "Stage": 0}, {"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 1}]
}
