package hullmark.checks.image.download_into_shell_test

import rego.v1

import data.hullmark.checks.image.download_into_shell

test_bad_1 if {
	count(download_into_shell.deny) > 0 with input as {"config": {"User": "10001", "Env": ["PATH=/usr/bin"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/app"]}, "rootfs": {"type": "layers", "diff_ids": []}, "history": [{"created_by": "/bin/sh -c curl -fsSL https://example.org/x | sh"}]}
}

test_good_1 if {
	count(download_into_shell.deny) == 0 with input as {"config": {"User": "10001", "Env": ["PATH=/usr/bin"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/app"]}, "rootfs": {"type": "layers", "diff_ids": []}, "history": []}
}

test_good_2 if {
	count(download_into_shell.deny) == 0 with input as {"config": {"User": "10001", "Env": ["PATH=/usr/bin"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/app"]}, "rootfs": {"type": "layers", "diff_ids": []}, "history": [{"created_by": "/bin/sh -c curl https://example.org/x.tgz | tar xz"}]}
}
