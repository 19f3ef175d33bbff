package hullmark.checks.dockerfile.redundant_platform_test

import rego.v1

import data.hullmark.checks.dockerfile.redundant_platform

test_bad_1 if {
	count(redundant_platform.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": ["--platform=$TARGETPLATFORM"], "Value": ["debian:12.5"], "Stage": 0}]
}

test_bad_2 if {
	count(redundant_platform.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": ["--platform=${TARGETPLATFORM}"], "Value": ["debian:12.5"], "Stage": 0}]
}

test_good_1 if {
	count(redundant_platform.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": ["--platform=$BUILDPLATFORM"], "Value": ["debian:12.5"], "Stage": 0}]
}

test_good_2 if {
	count(redundant_platform.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}]
}
