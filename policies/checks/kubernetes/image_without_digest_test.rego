package hullmark.checks.kubernetes.image_without_digest_test

import data.hullmark.checks.kubernetes.image_without_digest
import rego.v1

test_bad_1 if count(image_without_digest.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "nginx:1.27.1"}]}}

test_good_1 if count(image_without_digest.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "nginx:1.27.1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}]}}
