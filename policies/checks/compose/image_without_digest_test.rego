package hullmark.checks.compose.image_without_digest_test

import data.hullmark.checks.compose.image_without_digest
import rego.v1

test_bad_1 if count(image_without_digest.deny) > 0 with input as {"services": {"web": {"image": "nginx:1.27.1"}}}

test_good_1 if count(image_without_digest.deny) == 0 with input as {"services": {"web": {"image": "nginx:1.27.1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}}}
