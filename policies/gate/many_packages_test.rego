package hullmark.gate.many_packages_test

import rego.v1

import data.hullmark.gate.many_packages

test_bad_1 if {
	count(many_packages.deny) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": []}, {"name": "zlib", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": []}], "gate": {"packages": 1}}
}

test_good_1 if {
	count(many_packages.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": []}], "gate": {"packages": 1}}
}

test_good_2 if {
	count(many_packages.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "repo", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": []}, {"name": "zlib", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": []}], "gate": {"packages": 1}}
}
