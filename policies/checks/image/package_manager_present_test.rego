package hullmark.checks.image.package_manager_present_test

import rego.v1

import data.hullmark.checks.image.package_manager_present

test_bad_1 if {
	count(package_manager_present.deny) > 0 with input as {"config": {"User": "10001", "Env": ["PATH=/usr/bin"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/app"]}, "rootfs": {"type": "layers", "diff_ids": []}, "history": [], "Managers": ["apt-get", "dpkg"]}
}

test_good_1 if {
	count(package_manager_present.deny) == 0 with input as {"config": {"User": "10001", "Env": ["PATH=/usr/bin"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/app"]}, "rootfs": {"type": "layers", "diff_ids": []}, "history": []}
}
