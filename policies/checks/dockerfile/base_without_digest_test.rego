package hullmark.checks.dockerfile.base_without_digest_test

import rego.v1

import data.hullmark.checks.dockerfile.base_without_digest

test_bad_1 if {
	count(base_without_digest.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}]
}

test_good_1 if {
	count(base_without_digest.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5@sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"], "Stage": 0}]
}

test_good_2 if {
	count(base_without_digest.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["scratch"], "Stage": 0}]
}

test_good_3 if {
	count(base_without_digest.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian"], "Stage": 0}]
}
