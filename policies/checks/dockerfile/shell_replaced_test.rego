package hullmark.checks.dockerfile.shell_replaced_test

import rego.v1

import data.hullmark.checks.dockerfile.shell_replaced

test_bad_1 if {
	count(shell_replaced.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["ln -sf /bin/bash /bin/sh"], "Stage": 0, "Commands": [["ln", "-sf", "/bin/bash", "/bin/sh"]], "Piped": []}]
}

test_good_1 if {
	count(shell_replaced.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "shell", "SubCmd": "", "JSON": true, "Flags": [], "Value": ["/bin/bash", "-c"], "Stage": 0}]
}

test_good_2 if {
	count(shell_replaced.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["ln -s /opt/x /usr/bin/x"], "Stage": 0, "Commands": [["ln", "-s", "/opt/x", "/usr/bin/x"]], "Piped": []}]
}
