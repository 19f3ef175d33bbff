package hullmark.checks.kubernetes.capabilities_not_dropped_test

import data.hullmark.checks.kubernetes.capabilities_not_dropped
import rego.v1

test_bad_1 if count(capabilities_not_dropped.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_bad_2 if count(capabilities_not_dropped.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"capabilities": {"drop": ["NET_RAW"]}}}]}}

test_good_1 if count(capabilities_not_dropped.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"capabilities": {"drop": ["ALL"]}}}]}}
