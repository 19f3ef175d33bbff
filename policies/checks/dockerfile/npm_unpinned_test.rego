package hullmark.checks.dockerfile.npm_unpinned_test

import rego.v1

import data.hullmark.checks.dockerfile.npm_unpinned

test_bad_1 if {
	count(npm_unpinned.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["node:20"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["npm install -g express"], "Stage": 0, "Commands": [["npm", "install", "-g", "express"]], "Piped": []}]
}

test_good_1 if {
	count(npm_unpinned.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["node:20"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["npm install -g express@4.19.2"], "Stage": 0, "Commands": [["npm", "install", "-g", "express@4.19.2"]], "Piped": []}]
}

test_good_2 if {
	count(npm_unpinned.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["node:20"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["npm install"], "Stage": 0, "Commands": [["npm", "install"]], "Piped": []}]
}

test_good_3 if {
	count(npm_unpinned.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["node:20"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["npm ci"], "Stage": 0, "Commands": [["npm", "ci"]], "Piped": []}]
}
