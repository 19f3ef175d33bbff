package hullmark.checks.kubernetes.memory_not_requested_test

import data.hullmark.checks.kubernetes.memory_not_requested
import rego.v1

test_bad_1 if count(memory_not_requested.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(memory_not_requested.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "resources": {"requests": {"memory": "1"}}}]}}
