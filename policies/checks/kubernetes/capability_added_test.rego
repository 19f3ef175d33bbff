package hullmark.checks.kubernetes.capability_added_test

import data.hullmark.checks.kubernetes.capability_added
import rego.v1

test_bad_1 if count(capability_added.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"capabilities": {"add": ["SYS_ADMIN"]}}}]}}

test_good_1 if count(capability_added.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"capabilities": {"add": ["NET_BIND_SERVICE"], "drop": ["ALL"]}}}]}}
