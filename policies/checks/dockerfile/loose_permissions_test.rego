package hullmark.checks.dockerfile.loose_permissions_test

import rego.v1

import data.hullmark.checks.dockerfile.loose_permissions

test_bad_1 if {
	count(loose_permissions.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["chmod 777 /app"], "Stage": 0, "Commands": [["chmod", "777", "/app"]], "Piped": []}]
}

test_bad_2 if {
	count(loose_permissions.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["chmod -R u+s /usr/bin/x"], "Stage": 0, "Commands": [["chmod", "-R", "u+s", "/usr/bin/x"]], "Piped": []}]
}

test_bad_3 if {
	count(loose_permissions.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["make && chmod 4755 /x"], "Stage": 0, "Commands": [["make"], ["chmod", "4755", "/x"]], "Piped": []}]
}

test_good_1 if {
	count(loose_permissions.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["chmod 755 /app"], "Stage": 0, "Commands": [["chmod", "755", "/app"]], "Piped": []}]
}

test_good_2 if {
	count(loose_permissions.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["chmod +x /x"], "Stage": 0, "Commands": [["chmod", "+x", "/x"]], "Piped": []}]
}

test_good_3 if {
	count(loose_permissions.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["chmod u+rwx /x"], "Stage": 0, "Commands": [["chmod", "u+rwx", "/x"]], "Piped": []}]
}
