package hullmark.gate.not_looked_at_test

import rego.v1

import data.hullmark.gate.not_looked_at

test_bad_1 if {
	count(not_looked_at.incomplete) > 0 with input as {"ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "failed", "reason": "layer 3 is broken", "data_date": null}]}
}

test_bad_2 if {
	count(not_looked_at.incomplete) > 0 with input as {"ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "starter", "reason": "", "data_date": null}]}
}

test_good_1 if {
	count(not_looked_at.incomplete) == 0 with input as {"ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}]}
}

test_good_2 if {
	count(not_looked_at.incomplete) == 0 with input as {"ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "skipped", "reason": "", "data_date": null}]}
}
