package hullmark.checks.image.setuid_files_test

import rego.v1

import data.hullmark.checks.image.setuid_files

test_bad_1 if {
	count(setuid_files.deny) > 0 with input as {"config": {"User": "10001", "Env": ["PATH=/usr/bin"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/app"]}, "rootfs": {"type": "layers", "diff_ids": []}, "history": [], "Setuid": ["/usr/bin/passwd"]}
}

test_good_1 if {
	count(setuid_files.deny) == 0 with input as {"config": {"User": "10001", "Env": ["PATH=/usr/bin"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/app"]}, "rootfs": {"type": "layers", "diff_ids": []}, "history": []}
}
