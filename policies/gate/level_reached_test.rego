package hullmark.gate.level_reached_test

import rego.v1

import data.hullmark.gate.level_reached

test_bad_1 if {
	count(level_reached.deny) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "medium"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false}], "gate": {"fail_on": "medium"}}
}

test_bad_2 if {
	count(level_reached.deny) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "unknown"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false}], "gate": {"fail_on": "unknown"}}
}

test_good_1 if {
	count(level_reached.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "unknown"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false}], "gate": {"fail_on": "low"}}
}

test_good_2 if {
	count(level_reached.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "low"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false}], "gate": {"fail_on": "medium"}}
}

test_good_3 if {
	count(level_reached.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false}]}
}
