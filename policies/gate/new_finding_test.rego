package hullmark.gate.new_finding_test

import rego.v1

import data.hullmark.gate.new_finding

test_bad_1 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "cause": "code", "baseline_state": "new"}], "gate": {"new": "high"}, "baseline": {"source": "before.json", "new": 1, "unchanged": 0, "updated": 0, "absent": 0}}
}

test_bad_2 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "high"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "cause": "base image", "baseline_state": "new"}], "gate": {"new": "high"}, "baseline": {"source": "before.json", "new": 1, "unchanged": 0, "updated": 0, "absent": 0}}
}

test_bad_3 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "cause": "unknown", "baseline_state": "new"}], "gate": {"new": "high"}, "baseline": {"source": "before.json", "new": 1, "unchanged": 0, "updated": 0, "absent": 0}}
}

test_bad_4 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false}], "gate": {"new": "high"}}
}

test_good_1_deny if {
	count(new_finding.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "cause": "advisory data", "baseline_state": "new"}], "gate": {"new": "high"}, "baseline": {"source": "before.json", "new": 1, "unchanged": 0, "updated": 0, "absent": 0}}
}

test_good_1_incomplete if {
	count(new_finding.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "cause": "advisory data", "baseline_state": "new"}], "gate": {"new": "high"}, "baseline": {"source": "before.json", "new": 1, "unchanged": 0, "updated": 0, "absent": 0}}
}

test_good_2_deny if {
	count(new_finding.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "baseline_state": "unchanged"}], "gate": {"new": "high"}, "baseline": {"source": "before.json", "new": 1, "unchanged": 0, "updated": 0, "absent": 0}}
}

test_good_2_incomplete if {
	count(new_finding.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "baseline_state": "unchanged"}], "gate": {"new": "high"}, "baseline": {"source": "before.json", "new": 1, "unchanged": 0, "updated": 0, "absent": 0}}
}

test_good_3_deny if {
	count(new_finding.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "low"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "cause": "code", "baseline_state": "new"}], "gate": {"new": "high"}, "baseline": {"source": "before.json", "new": 1, "unchanged": 0, "updated": 0, "absent": 0}}
}

test_good_3_incomplete if {
	count(new_finding.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "low"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "cause": "code", "baseline_state": "new"}], "gate": {"new": "high"}, "baseline": {"source": "before.json", "new": 1, "unchanged": 0, "updated": 0, "absent": 0}}
}

test_good_4_deny if {
	count(new_finding.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "cause": "code", "baseline_state": "updated"}], "gate": {"new": "high"}, "baseline": {"source": "before.json", "new": 1, "unchanged": 0, "updated": 0, "absent": 0}}
}

test_good_4_incomplete if {
	count(new_finding.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "cause": "code", "baseline_state": "updated"}], "gate": {"new": "high"}, "baseline": {"source": "before.json", "new": 1, "unchanged": 0, "updated": 0, "absent": 0}}
}

test_good_5_deny if {
	count(new_finding.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "cause": "code", "baseline_state": "new"}]}
}

test_good_5_incomplete if {
	count(new_finding.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "cause": "code", "baseline_state": "new"}]}
}

said contains answer if some answer in new_finding.deny

said contains answer if some answer in new_finding.incomplete
