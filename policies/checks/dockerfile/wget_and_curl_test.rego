package hullmark.checks.dockerfile.wget_and_curl_test

import rego.v1

import data.hullmark.checks.dockerfile.wget_and_curl

test_bad_1 if {
	count(wget_and_curl.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["wget https://a.example"], "Stage": 0, "Commands": [["wget", "https://a.example"]], "Piped": []}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["curl https://b.example"], "Stage": 0, "Commands": [["curl", "https://b.example"]], "Piped": []}]
}

test_good_1 if {
	count(wget_and_curl.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["curl https://a.example && curl https://b.example"], "Stage": 0, "Commands": [["curl", "https://a.example"], ["curl", "https://b.example"]], "Piped": []}]
}
