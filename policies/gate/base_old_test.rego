package hullmark.gate.base_old_test

import rego.v1

import data.hullmark.gate.base_old

test_bad_1 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"created": "2025-10-01T00:00:00Z"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_days": 90, "today": "2026-01-31"}}
}

test_bad_2 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_days": 90, "today": "2026-01-31"}}
}

test_good_1_deny if {
	count(base_old.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"created": "2026-01-01T00:00:00Z"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_days": 90, "today": "2026-01-31"}}
}

test_good_1_incomplete if {
	count(base_old.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"created": "2026-01-01T00:00:00Z"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_days": 90, "today": "2026-01-31"}}
}

test_good_2_deny if {
	count(base_old.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "sbom", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_days": 90, "today": "2026-01-31"}}
}

test_good_2_incomplete if {
	count(base_old.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "sbom", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_days": 90, "today": "2026-01-31"}}
}

said contains answer if some answer in base_old.deny

said contains answer if some answer in base_old.incomplete
