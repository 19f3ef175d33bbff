package hullmark.gate.root_user_test

import rego.v1

import data.hullmark.gate.root_user

test_bad_1 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "config": {}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}]}
}

test_bad_2 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "config": {"user": "0:0"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}]}
}

test_bad_3 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "config": {"user": "root"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}]}
}

test_bad_4 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}]}
}

test_good_1_deny if {
	count(root_user.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "config": {"user": "10001"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}]}
}

test_good_1_incomplete if {
	count(root_user.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "config": {"user": "10001"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}]}
}

test_good_2_deny if {
	count(root_user.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "config": {"user": "app:root"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}]}
}

test_good_2_incomplete if {
	count(root_user.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "config": {"user": "app:root"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}]}
}

test_good_3_deny if {
	count(root_user.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "repo", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}]}
}

test_good_3_incomplete if {
	count(root_user.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "repo", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}]}
}

said contains answer if some answer in root_user.deny

said contains answer if some answer in root_user.incomplete
