package hullmark.checks.dockerfile.go_unpinned_test

import rego.v1

import data.hullmark.checks.dockerfile.go_unpinned

test_bad_1 if {
	count(go_unpinned.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["golang:1.22"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["go install example.org/x/tool@latest"], "Stage": 0, "Commands": [["go", "install", "example.org/x/tool@latest"]], "Piped": []}]
}

test_bad_2 if {
	count(go_unpinned.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["golang:1.22"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["go get example.org/x/tool"], "Stage": 0, "Commands": [["go", "get", "example.org/x/tool"]], "Piped": []}]
}

test_good_1 if {
	count(go_unpinned.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["golang:1.22"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["go install example.org/x/tool@v1.2.3"], "Stage": 0, "Commands": [["go", "install", "example.org/x/tool@v1.2.3"]], "Piped": []}]
}

test_good_2 if {
	count(go_unpinned.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["golang:1.22"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["go install ./..."], "Stage": 0, "Commands": [["go", "install", "./..."]], "Piped": []}]
}
