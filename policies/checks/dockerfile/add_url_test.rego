package hullmark.checks.dockerfile.add_url_test

import rego.v1

import data.hullmark.checks.dockerfile.add_url

test_bad_1 if {
	count(add_url.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "add", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["https://example.org/x.tgz", "/opt/"], "Stage": 0}]
}

test_good_1 if {
	count(add_url.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "add", "SubCmd": "", "JSON": false, "Flags": ["--checksum=sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"], "Value": ["https://example.org/x.tgz", "/opt/"], "Stage": 0}]
}

test_good_2 if {
	count(add_url.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["x", "/x"], "Stage": 0}]
}
