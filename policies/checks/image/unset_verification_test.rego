package hullmark.checks.image.unset_verification_test

import rego.v1

import data.hullmark.checks.image.unset_verification

test_bad_1 if {
	count(unset_verification.deny) > 0 with input as {"config": {"User": "10001", "Env": ["NODE_TLS_REJECT_UNAUTHORIZED=0"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/app"]}, "rootfs": {"type": "layers", "diff_ids": []}, "history": []}
}

test_good_1 if {
	count(unset_verification.deny) == 0 with input as {"config": {"User": "10001", "Env": ["PATH=/usr/bin"], "Healthcheck": {"Test": ["CMD", "/ping"]}, "Labels": {"org.opencontainers.image.source": "https://example.org/x"}, "Entrypoint": ["/app"]}, "rootfs": {"type": "layers", "diff_ids": []}, "history": []}
}
