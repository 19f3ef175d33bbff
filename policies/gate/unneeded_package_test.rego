package hullmark.gate.unneeded_package_test

import rego.v1

import data.hullmark.gate.unneeded_package

test_bad_1 if {
	count(unneeded_package.deny) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "gcc-12", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": []}], "gate": {"forbid": ["compilers"]}}
}

test_bad_2 if {
	count(unneeded_package.deny) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "bash", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": []}, {"name": "openssl", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": []}], "gate": {"forbid": ["compilers", "shells"]}}
}

test_bad_3 if {
	count(unneeded_package.deny) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "npm", "version": "3.0.1", "purl": "pkg:npm/npm@10.0.0", "type": "npm", "locations": []}], "gate": {"forbid": ["package-managers"]}}
}

test_bad_4 if {
	count(unneeded_package.deny) > 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "golang-1.22-go", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": []}], "gate": {"forbid": ["compilers"]}}
}

test_good_1 if {
	count(unneeded_package.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "gcc-12-base", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": []}], "gate": {"forbid": ["compilers"]}}
}

test_good_2 if {
	count(unneeded_package.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "bash", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": []}], "gate": {"forbid": ["compilers"]}}
}

test_good_3 if {
	count(unneeded_package.deny) == 0 with input as {"targets": [{"name": "shop/web", "kind": "registry", "digest": null, "platform": "linux/amd64"}], "ledger": [{"target": "shop/web", "scanner": "native", "check": "packages", "status": "ran", "reason": "", "data_date": null}], "components": [{"name": "libgcc-s1", "version": "3.0.1", "purl": "pkg:deb/debian/openssl@3.0.1", "type": "deb", "locations": []}], "gate": {"forbid": ["compilers", "shells", "package-managers"]}}
}
