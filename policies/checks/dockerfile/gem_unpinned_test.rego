package hullmark.checks.dockerfile.gem_unpinned_test

import rego.v1

import data.hullmark.checks.dockerfile.gem_unpinned

test_bad_1 if {
	count(gem_unpinned.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["ruby:3.3"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["gem install bundler"], "Stage": 0, "Commands": [["gem", "install", "bundler"]], "Piped": []}]
}

test_good_1 if {
	count(gem_unpinned.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["ruby:3.3"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["gem install bundler:2.5.10"], "Stage": 0, "Commands": [["gem", "install", "bundler:2.5.10"]], "Piped": []}]
}

test_good_2 if {
	count(gem_unpinned.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["ruby:3.3"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["gem install bundler -v 2.5.10"], "Stage": 0, "Commands": [["gem", "install", "bundler", "-v", "2.5.10"]], "Piped": []}]
}
