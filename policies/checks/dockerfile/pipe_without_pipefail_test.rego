package hullmark.checks.dockerfile.pipe_without_pipefail_test

import rego.v1

import data.hullmark.checks.dockerfile.pipe_without_pipefail

test_bad_1 if {
	count(pipe_without_pipefail.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["curl https://example.org | tar x"], "Stage": 0, "Commands": [["curl", "https://example.org"], ["tar", "x"]], "Piped": [1]}]
}

test_good_1 if {
	count(pipe_without_pipefail.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "shell", "SubCmd": "", "JSON": true, "Flags": [], "Value": ["/bin/bash", "-o", "pipefail", "-c"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["curl https://example.org | tar x"], "Stage": 0, "Commands": [["curl", "https://example.org"], ["tar", "x"]], "Piped": [1]}]
}

test_good_2 if {
	count(pipe_without_pipefail.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["set -o pipefail && curl https://example.org | tar x"], "Stage": 0, "Commands": [["set", "-o", "pipefail"], ["curl", "https://example.org"], ["tar", "x"]], "Piped": [2]}]
}

test_good_3 if {
	count(pipe_without_pipefail.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["a || b"], "Stage": 0, "Commands": [["a"], ["b"]], "Piped": []}]
}
