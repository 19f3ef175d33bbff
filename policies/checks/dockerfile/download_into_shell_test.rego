package hullmark.checks.dockerfile.download_into_shell_test

import rego.v1

import data.hullmark.checks.dockerfile.download_into_shell

test_bad_1 if {
	count(download_into_shell.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["curl -fsSL https://example.org/install.sh | sh"], "Stage": 0, "Commands": [["curl", "-fsSL", "https://example.org/install.sh"], ["sh"]], "Piped": [1]}]
}

test_bad_2 if {
	count(download_into_shell.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["bash -c \"$(curl -fsSL https://example.org/x)\""], "Stage": 0, "Commands": [["bash", "-c", "$(curl -fsSL https://example.org/x)"], ["$(curl -fsSL https://example.org/x)"]], "Piped": []}]
}

test_good_1 if {
	count(download_into_shell.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["curl -fsSLo x.sh https://example.org/x.sh && sha256sum -c x.sum && sh x.sh"], "Stage": 0, "Commands": [["curl", "-fsSLo", "x.sh", "https://example.org/x.sh"], ["sha256sum", "-c", "x.sum"], ["sh", "x.sh"]], "Piped": []}]
}

test_good_2 if {
	count(download_into_shell.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["debian:12.5"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["curl https://example.org/x.tgz | tar xz"], "Stage": 0, "Commands": [["curl", "https://example.org/x.tgz"], ["tar", "xz"]], "Piped": [1]}]
}
