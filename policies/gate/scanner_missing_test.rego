package hullmark.gate.scanner_missing_test

import rego.v1

import data.hullmark.gate.scanner_missing

test_bad_1 if {
	count(scanner_missing.incomplete) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"require": ["trivy", "native"]}}
}

test_bad_2 if {
	count(scanner_missing.incomplete) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "trivy", "check": "packages", "status": "failed", "reason": "", "data_date": null}], "gate": {"require": ["trivy"]}}
}

test_bad_3 if {
	count(scanner_missing.incomplete) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/api", "scanner": "trivy", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"require": ["trivy"]}}
}

test_good_1 if {
	count(scanner_missing.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}, {"target": "shop/web", "scanner": "trivy", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"require": ["trivy", "native"]}}
}

test_good_2 if {
	count(scanner_missing.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}]}
}
