package hullmark.checks.image.shell_command_test

import rego.v1

import data.hullmark.checks.image.shell_command

test_bad_1 if {
	count(shell_command.deny) > 0 with input as {"config": {"User": "10001", "Env": ["PATH=/usr/bin"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/bin/sh", "-c", "/app"]}, "rootfs": {"type": "layers", "diff_ids": []}, "history": []}
}

test_good_1 if {
	count(shell_command.deny) == 0 with input as {"config": {"User": "10001", "Env": ["PATH=/usr/bin"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/app"]}, "rootfs": {"type": "layers", "diff_ids": []}, "history": []}
}
