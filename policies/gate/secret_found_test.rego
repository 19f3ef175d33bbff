package hullmark.gate.secret_found_test

import rego.v1

import data.hullmark.gate.secret_found

test_bad_1 if {
	count(secret_found.deny) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "secret", "identifiers": ["CVE-2026-0001"], "title": "a key", "severity": {"level": "low"}, "component": null, "locations": [], "fixed_in": [], "suppressed": false}]}
}

test_good_1 if {
	count(secret_found.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false}]}
}

test_good_2 if {
	count(secret_found.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "secret", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": true}]}
}
