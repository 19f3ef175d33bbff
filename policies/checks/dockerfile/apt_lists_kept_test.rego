package hullmark.checks.dockerfile.apt_lists_kept_test

import rego.v1

import data.hullmark.checks.dockerfile.apt_lists_kept

test_bad_1 if {
	count(apt_lists_kept.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt-get update && apt-get install -y curl"], "Stage": 0, "Commands": [["apt-get", "update"], ["apt-get", "install", "-y", "curl"]], "Piped": []}]
}

test_good_1 if {
	count(apt_lists_kept.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*"], "Stage": 0, "Commands": [["apt-get", "update"], ["apt-get", "install", "-y", "curl"], ["rm", "-rf", "/var/lib/apt/lists/*"]], "Piped": []}]
}

test_good_2 if {
	count(apt_lists_kept.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": ["--mount=type=cache,target=/var/lib/apt"], "Value": ["apt-get update"], "Stage": 0, "Commands": [["apt-get", "update"]], "Piped": []}]
}
