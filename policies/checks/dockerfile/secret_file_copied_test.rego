package hullmark.checks.dockerfile.secret_file_copied_test

import rego.v1

import data.hullmark.checks.dockerfile.secret_file_copied

test_bad_1 if {
	count(secret_file_copied.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["id_rsa", "/root/.ssh/"], "Stage": 0}]
}

test_bad_2 if {
	count(secret_file_copied.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": [], "Value": [".env", "/app/"], "Stage": 0}]
}

test_good_1 if {
	count(secret_file_copied.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["id_rsa.pub", "/x"], "Stage": 0}]
}

test_good_2 if {
	count(secret_file_copied.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "copy", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["ca.pem", "/etc/ssl/"], "Stage": 0}]
}
