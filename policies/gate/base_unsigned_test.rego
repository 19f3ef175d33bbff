package hullmark.gate.base_unsigned_test

import rego.v1

import data.hullmark.gate.base_unsigned

test_bad_1 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"name": "debian", "digest": "sha256:a"}}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}]}
}

test_bad_2 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"digest": "sha256:a"}, "attestations": [{"subject": "sha256:a", "kind": "signature", "verified": false}]}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}]}
}

test_good_1_deny if {
	count(base_unsigned.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"digest": "sha256:a"}, "attestations": [{"subject": "sha256:a", "kind": "signature", "verified": true, "signer": "debian"}]}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}]}
}

test_good_1_incomplete if {
	count(base_unsigned.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"digest": "sha256:a"}, "attestations": [{"subject": "sha256:a", "kind": "signature", "verified": true, "signer": "debian"}]}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}]}
}

test_good_2_deny if {
	count(base_unsigned.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "repo", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}]}
}

test_good_2_incomplete if {
	count(base_unsigned.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "repo", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}]}
}

test_none_there_is_denied_deny if {
	count(base_unsigned.deny) == 1 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"digest": "sha256:a"}, "attestations": [], "attestation_searches": [{"subject": "sha256:a", "complete": true}]}], "ledger": []}
}

test_none_there_is_denied_incomplete if {
	count(base_unsigned.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"digest": "sha256:a"}, "attestations": [], "attestation_searches": [{"subject": "sha256:a", "complete": true}]}], "ledger": []}
}

test_a_statement_is_no_signature_deny if {
	count(base_unsigned.deny) == 1 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"digest": "sha256:a"}, "attestations": [{"subject": "sha256:a", "kind": "sbom", "verified": false}], "attestation_searches": [{"subject": "sha256:a", "complete": true}]}], "ledger": []}
}

test_a_statement_is_no_signature_incomplete if {
	count(base_unsigned.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"digest": "sha256:a"}, "attestations": [{"subject": "sha256:a", "kind": "sbom", "verified": false}], "attestation_searches": [{"subject": "sha256:a", "complete": true}]}], "ledger": []}
}

test_refused_is_denied_deny if {
	count(base_unsigned.deny) == 1 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"digest": "sha256:a"}, "attestations": [{"subject": "sha256:a", "kind": "signature", "verified": false, "checked": true}], "attestation_searches": [{"subject": "sha256:a", "complete": true}]}], "ledger": []}
}

test_refused_is_denied_incomplete if {
	count(base_unsigned.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"digest": "sha256:a"}, "attestations": [{"subject": "sha256:a", "kind": "signature", "verified": false, "checked": true}], "attestation_searches": [{"subject": "sha256:a", "complete": true}]}], "ledger": []}
}

test_found_is_not_verified_deny if {
	count(base_unsigned.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"digest": "sha256:a"}, "attestations": [{"subject": "sha256:a", "kind": "signature", "verified": false}], "attestation_searches": [{"subject": "sha256:a", "complete": true}]}], "ledger": []}
}

test_found_is_not_verified_incomplete if {
	count(base_unsigned.incomplete) == 1 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"digest": "sha256:a"}, "attestations": [{"subject": "sha256:a", "kind": "signature", "verified": false}], "attestation_searches": [{"subject": "sha256:a", "complete": true}]}], "ledger": []}
}

test_not_looked_for_says_why_deny if {
	count(base_unsigned.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"digest": "sha256:a"}, "attestations": [], "attestation_searches": [{"subject": "sha256:a", "complete": false, "reason": "it is elsewhere"}]}], "ledger": []}
}

test_not_looked_for_says_why_incomplete if {
	count(base_unsigned.incomplete) == 1 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"digest": "sha256:a"}, "attestations": [], "attestation_searches": [{"subject": "sha256:a", "complete": false, "reason": "it is elsewhere"}]}], "ledger": []}
}

test_verified_beats_refused_deny if {
	count(base_unsigned.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"digest": "sha256:a"}, "attestations": [{"subject": "sha256:a", "kind": "signature", "verified": false, "checked": true}, {"subject": "sha256:a", "kind": "signature", "verified": true, "checked": true}], "attestation_searches": [{"subject": "sha256:a", "complete": true}]}], "ledger": []}
}

test_verified_beats_refused_incomplete if {
	count(base_unsigned.incomplete) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64", "base": {"digest": "sha256:a"}, "attestations": [{"subject": "sha256:a", "kind": "signature", "verified": false, "checked": true}, {"subject": "sha256:a", "kind": "signature", "verified": true, "checked": true}], "attestation_searches": [{"subject": "sha256:a", "complete": true}]}], "ledger": []}
}

said contains answer if some answer in base_unsigned.deny

said contains answer if some answer in base_unsigned.incomplete
