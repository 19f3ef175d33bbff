package hullmark.checks.image.secret_in_history_test

import rego.v1

import data.hullmark.checks.image.secret_in_history

test_bad_1 if {
	count(secret_in_history.deny) > 0 with input as {"config": {"User": "10001", "Env": ["PATH=/usr/bin"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/app"]}, "rootfs": {"type": "layers", "diff_ids": []}, "history": [{"created_by": "RUN |1 NPM_TOKEN=abcdef /bin/sh -c npm ci # buildkit"}]}
}

test_good_1 if {
	count(secret_in_history.deny) == 0 with input as {"config": {"User": "10001", "Env": ["PATH=/usr/bin"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/app"]}, "rootfs": {"type": "layers", "diff_ids": []}, "history": []}
}

test_good_2 if {
	count(secret_in_history.deny) == 0 with input as {"config": {"User": "10001", "Env": ["PATH=/usr/bin"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/app"]}, "rootfs": {"type": "layers", "diff_ids": []}, "history": [{"created_by": "RUN /bin/sh -c npm ci # buildkit"}]}
}
