package hullmark.checks.kubernetes.seccomp_missing_test

import data.hullmark.checks.kubernetes.seccomp_missing
import rego.v1

test_bad_1 if count(seccomp_missing.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(seccomp_missing.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}}]}}
