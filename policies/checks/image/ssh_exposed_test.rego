package hullmark.checks.image.ssh_exposed_test

import rego.v1

import data.hullmark.checks.image.ssh_exposed

test_bad_1 if {
	count(ssh_exposed.deny) > 0 with input as {"config": {"User": "10001", "Env": ["PATH=/usr/bin"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/app"], "ExposedPorts": {"22/tcp": {}}}, "rootfs": {"type": "layers", "diff_ids": []}, "history": []}
}

test_good_1 if {
	count(ssh_exposed.deny) == 0 with input as {"config": {"User": "10001", "Env": ["PATH=/usr/bin"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/app"]}, "rootfs": {"type": "layers", "diff_ids": []}, "history": []}
}
