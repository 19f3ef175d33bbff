package hullmark.checks.image.secret_in_env_test

import rego.v1

import data.hullmark.checks.image.secret_in_env

test_bad_1 if {
	count(secret_in_env.deny) > 0 with input as {"config": {"User": "10001", "Env": ["DB_PASSWORD=correct-horse"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/app"]}, "rootfs": {"type": "layers", "diff_ids": []}, "history": []}
}

test_good_1 if {
	count(secret_in_env.deny) == 0 with input as {"config": {"User": "10001", "Env": ["PATH=/usr/bin"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/app"]}, "rootfs": {"type": "layers", "diff_ids": []}, "history": []}
}

test_good_2 if {
	count(secret_in_env.deny) == 0 with input as {"config": {"User": "10001", "Env": ["DB_PASSWORD_FILE=/run/secrets/db"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/app"]}, "rootfs": {"type": "layers", "diff_ids": []}, "history": []}
}
