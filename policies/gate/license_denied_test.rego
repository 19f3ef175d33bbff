package hullmark.gate.license_denied_test

import rego.v1

import data.hullmark.gate.license_denied

test_bad_1 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": [], "license_expression": "AGPL-3.0-only"}], "gate": {"license_deny": ["AGPL-*"]}}
}

test_bad_2 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": [], "license_expression": "MIT AND GPL-3.0-only"}], "gate": {"license_deny": ["GPL-*"]}}
}

test_bad_3 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": [], "license_expression": "GPL-2.0-only"}], "gate": {"license_allow": ["MIT", "BSD-*"]}}
}

test_bad_4 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": []}], "gate": {"license_allow": ["MIT"]}}
}

test_bad_5 if {
	count(said) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": [], "license_expression": "(MIT OR Apache-2.0) AND GPL-2.0-only"}], "gate": {"license_allow": ["MIT"]}}
}

test_good_1_deny if {
	count(license_denied.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": [], "license_expression": "MIT OR GPL-3.0-only"}], "gate": {"license_deny": ["GPL-*"]}}
}

test_good_1_warn if {
	count(license_denied.warn) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": [], "license_expression": "MIT OR GPL-3.0-only"}], "gate": {"license_deny": ["GPL-*"]}}
}

test_good_2_deny if {
	count(license_denied.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": [], "license_expression": "LGPL-2.1-only"}], "gate": {"license_deny": ["GPL-*"]}}
}

test_good_2_warn if {
	count(license_denied.warn) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": [], "license_expression": "LGPL-2.1-only"}], "gate": {"license_deny": ["GPL-*"]}}
}

test_good_3_deny if {
	count(license_denied.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": [], "license_expression": "(MIT OR Apache-2.0) AND BSD-3-Clause"}], "gate": {"license_allow": ["mit", "BSD-*"]}}
}

test_good_3_warn if {
	count(license_denied.warn) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": [], "license_expression": "(MIT OR Apache-2.0) AND BSD-3-Clause"}], "gate": {"license_allow": ["mit", "BSD-*"]}}
}

test_good_4_deny if {
	count(license_denied.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": [], "licenses": ["MIT"]}], "gate": {"license_allow": ["MIT"]}}
}

test_good_4_warn if {
	count(license_denied.warn) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": [], "licenses": ["MIT"]}], "gate": {"license_allow": ["MIT"]}}
}

test_good_5_deny if {
	count(license_denied.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": []}], "gate": {"license_deny": ["GPL-*"]}}
}

test_good_5_warn if {
	count(license_denied.warn) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": []}], "gate": {"license_deny": ["GPL-*"]}}
}

test_good_6_deny if {
	count(license_denied.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": [], "license_expression": "GPL-2.0-only WITH Classpath-exception-2.0"}], "gate": {"license_allow": ["GPL-2.0-only"]}}
}

test_good_6_warn if {
	count(license_denied.warn) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": [], "license_expression": "GPL-2.0-only WITH Classpath-exception-2.0"}], "gate": {"license_allow": ["GPL-2.0-only"]}}
}

said contains answer if some answer in license_denied.deny

said contains answer if some answer in license_denied.warn
