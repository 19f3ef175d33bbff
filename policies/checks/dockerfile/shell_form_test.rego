package hullmark.checks.dockerfile.shell_form_test

import rego.v1

import data.hullmark.checks.dockerfile.shell_form

test_bad_1 if {
	count(shell_form.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "cmd", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["python app.py"], "Stage": 0}]
}

test_bad_2 if {
	count(shell_form.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "entrypoint", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["/run.sh"], "Stage": 0}]
}

test_good_1 if {
	count(shell_form.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "cmd", "SubCmd": "", "JSON": true, "Flags": [], "Value": ["python", "app.py"], "Stage": 0}]
}
