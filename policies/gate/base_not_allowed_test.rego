package hullmark.gate.base_not_allowed_test

import rego.v1

import data.hullmark.gate.base_not_allowed

test_bad_1 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"name": "docker.io/library/node:20"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_allow": ["debian", "ghcr.io/acme/*"]}}
}

test_bad_2 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_allow": ["debian"]}}
}

test_bad_3 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"name": "ghcr.io/acme/team/tool:1"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_allow": ["ghcr.io/acme/*"]}}
}

test_bad_4 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"name": "alpine:3.19"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_allow": ["alpine:3.20*"]}}
}

test_good_1_deny if {
	count(base_not_allowed.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"name": "debian:12-slim"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_allow": ["docker.io/library/debian"]}}
}

test_good_1_incomplete if {
	count(base_not_allowed.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"name": "debian:12-slim"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_allow": ["docker.io/library/debian"]}}
}

test_good_2_deny if {
	count(base_not_allowed.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"name": "docker.io/library/debian:12"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_allow": ["debian"]}}
}

test_good_2_incomplete if {
	count(base_not_allowed.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"name": "docker.io/library/debian:12"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_allow": ["debian"]}}
}

test_good_3_deny if {
	count(base_not_allowed.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"name": "ghcr.io/acme/tool@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_allow": ["ghcr.io/acme/*"]}}
}

test_good_3_incomplete if {
	count(base_not_allowed.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"name": "ghcr.io/acme/tool@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_allow": ["ghcr.io/acme/*"]}}
}

test_good_4_deny if {
	count(base_not_allowed.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"name": "alpine:3.20.1"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_allow": ["alpine:3.20*"]}}
}

test_good_4_incomplete if {
	count(base_not_allowed.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"name": "alpine:3.20.1"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_allow": ["alpine:3.20*"]}}
}

test_good_5_deny if {
	count(base_not_allowed.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"name": "ghcr.io/acme/team/tool:1"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_allow": ["ghcr.io/acme/**"]}}
}

test_good_5_incomplete if {
	count(base_not_allowed.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"name": "ghcr.io/acme/team/tool:1"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "gate": {"base_allow": ["ghcr.io/acme/**"]}}
}

said contains answer if some answer in base_not_allowed.deny

said contains answer if some answer in base_not_allowed.incomplete
