package hullmark.checks.dockerfile.dnf_cache_kept_test

import rego.v1

import data.hullmark.checks.dockerfile.dnf_cache_kept

test_bad_1 if {
	count(dnf_cache_kept.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["fedora:40"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["dnf -y install httpd"], "Stage": 0, "Commands": [["dnf", "-y", "install", "httpd"]], "Piped": []}]
}

test_good_1 if {
	count(dnf_cache_kept.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["fedora:40"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["dnf -y install httpd && dnf clean all"], "Stage": 0, "Commands": [["dnf", "-y", "install", "httpd"], ["dnf", "clean", "all"]], "Piped": []}]
}

test_good_2 if {
	count(dnf_cache_kept.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["centos:7"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["yum -y install x && rm -rf /var/cache/yum"], "Stage": 0, "Commands": [["yum", "-y", "install", "x"], ["rm", "-rf", "/var/cache/yum"]], "Piped": []}]
}
