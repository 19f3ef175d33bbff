package hullmark.checks.dockerfile.dnf_unpinned_test

import rego.v1

import data.hullmark.checks.dockerfile.dnf_unpinned

test_bad_1 if {
	count(dnf_unpinned.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["fedora:40"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["dnf -y install httpd"], "Stage": 0, "Commands": [["dnf", "-y", "install", "httpd"]], "Piped": []}]
}

test_good_1 if {
	count(dnf_unpinned.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["fedora:40"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["dnf -y install httpd-2.4.59"], "Stage": 0, "Commands": [["dnf", "-y", "install", "httpd-2.4.59"]], "Piped": []}]
}

test_good_2 if {
	count(dnf_unpinned.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["centos:7"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["yum install -y https://example.org/x.rpm"], "Stage": 0, "Commands": [["yum", "install", "-y", "https://example.org/x.rpm"]], "Piped": []}]
}
