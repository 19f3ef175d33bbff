package hullmark.gate.fix_overdue_test

import rego.v1

import data.hullmark.gate.fix_overdue

test_bad_1 if {
	count(fix_overdue.deny) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": ["3.0.2"], "suppressed": false, "published_at": "2026-01-01"}], "gate": {"sla": {"critical": 7}, "today": "2026-01-31"}}
}

test_bad_2 if {
	count(fix_overdue.deny) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "high"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": ["3.0.2"], "suppressed": false, "published_at": "2023-12-31"}], "gate": {"sla": {"critical": 7, "high": 30}, "today": "2024-03-01"}}
}

test_good_1 if {
	count(fix_overdue.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": ["3.0.2"], "suppressed": false, "published_at": "2026-01-25"}], "gate": {"sla": {"critical": 7}, "today": "2026-01-31"}}
}

test_good_2 if {
	count(fix_overdue.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": [], "suppressed": false, "published_at": "2020-01-01"}], "gate": {"sla": {"critical": 7}, "today": "2026-01-31"}}
}

test_good_3 if {
	count(fix_overdue.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "low"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": ["3.0.2"], "suppressed": false, "published_at": "2020-01-01"}], "gate": {"sla": {"critical": 7}, "today": "2026-01-31"}}
}

test_good_4 if {
	count(fix_overdue.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": ["3.0.2"], "suppressed": false, "published_at": "2024-02-28"}], "gate": {"sla": {"critical": 2}, "today": "2024-03-01"}}
}

test_bad_3 if {
	count(fix_overdue.deny) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": ["3.0.2"], "suppressed": false, "first_seen_at": "2026-01-02"}], "gate": {"sla": {"critical": 7}, "today": "2026-01-31"}}
}

test_good_5 if {
	count(fix_overdue.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "title": "a flaw", "severity": {"level": "critical"}, "component": {"name": "openssl", "version": "3.0.1"}, "locations": [], "fixed_in": ["3.0.2"], "suppressed": false, "published_at": "2020-01-01", "first_seen_at": "2026-01-30"}], "gate": {"sla": {"critical": 7}, "today": "2026-01-31"}}
}

test_a_reason_says_from_what_it_counts if {
	answers := fix_overdue.deny with input as {"findings": [{"id": "f1", "kind": "vulnerability", "identifiers": ["CVE-2026-0001"], "severity": {"level": "critical"}, "fixed_in": ["2"], "suppressed": false, "published_at": "2020-01-01", "first_seen_at": "2026-01-02"}], "gate": {"sla": {"critical": 7}, "today": "2026-01-31"}}
	{answer.detail | some answer in answers} == {"first seen 29 days ago"}
}
