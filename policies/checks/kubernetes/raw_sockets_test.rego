package hullmark.checks.kubernetes.raw_sockets_test

import data.hullmark.checks.kubernetes.raw_sockets
import rego.v1

test_bad_1 if count(raw_sockets.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(raw_sockets.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"capabilities": {"drop": ["ALL"]}}}]}}
