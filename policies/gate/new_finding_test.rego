package hullmark.gate.new_finding_test

import rego.v1

import data.hullmark.gate.new_finding

test_bad_1 if {
	count(new_finding.deny) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "cause": "code"}], "gate": {"new": "high"}}
}

test_bad_2 if {
	count(new_finding.deny) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "high"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "cause": "base image"}], "gate": {"new": "high"}}
}

test_good_1 if {
	count(new_finding.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "cause": "advisory data"}], "gate": {"new": "high"}}
}

test_good_2 if {
	count(new_finding.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false}], "gate": {"new": "high"}}
}

test_good_3 if {
	count(new_finding.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "low"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "cause": "code"}], "gate": {"new": "high"}}
}

test_good_4 if {
	count(new_finding.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "cause": "code"}]}
}
