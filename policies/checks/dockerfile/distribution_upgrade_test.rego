package hullmark.checks.dockerfile.distribution_upgrade_test

import rego.v1

import data.hullmark.checks.dockerfile.distribution_upgrade

test_bad_1 if {
	count(distribution_upgrade.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt-get update && apt-get dist-upgrade -y"], "Stage": 0, "Commands": [["apt-get", "update"], ["apt-get", "dist-upgrade", "-y"]], "Piped": []}]
}

test_good_1 if {
	count(distribution_upgrade.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["apt-get update && apt-get upgrade -y"], "Stage": 0, "Commands": [["apt-get", "update"], ["apt-get", "upgrade", "-y"]], "Piped": []}]
}
