package hullmark.checks.dockerfile.password_in_run_test

import rego.v1

import data.hullmark.checks.dockerfile.password_in_run

test_bad_1 if {
	count(password_in_run.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["echo \"root:root\" | chpasswd"], "Stage": 0, "Commands": [["echo", "root:root"], ["chpasswd"]], "Piped": [1]}]
}

test_good_1 if {
	count(password_in_run.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["passwd -l root"], "Stage": 0, "Commands": [["passwd", "-l", "root"]], "Piped": []}]
}

test_good_2 if {
	count(password_in_run.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["useradd --no-create-home app"], "Stage": 0, "Commands": [["useradd", "--no-create-home", "app"]], "Piped": []}]
}
