package hullmark.checks.dockerfile.onbuild_trap_test

import rego.v1

import data.hullmark.checks.dockerfile.onbuild_trap

test_bad_1 if {
	count(onbuild_trap.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "onbuild", "SubCmd": "MAINTAINER", "JSON": false, "Flags": [], "Value": ["me"], "Stage": 0}]
}

test_good_1 if {
	count(onbuild_trap.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "onbuild", "SubCmd": "COPY", "JSON": false, "Flags": [], "Value": [".", "/app"], "Stage": 0}]
}
