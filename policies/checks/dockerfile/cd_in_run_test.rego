package hullmark.checks.dockerfile.cd_in_run_test

import rego.v1

import data.hullmark.checks.dockerfile.cd_in_run

test_bad_1 if {
	count(cd_in_run.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["cd /app && make"], "Stage": 0, "Commands": [["cd", "/app"], ["make"]], "Piped": []}]
}

test_good_1 if {
	count(cd_in_run.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "workdir", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["/app"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["make"], "Stage": 0, "Commands": [["make"]], "Piped": []}]
}
