package hullmark.checks.kubernetes.cpu_not_requested_test

import data.hullmark.checks.kubernetes.cpu_not_requested
import rego.v1

test_bad_1 if count(cpu_not_requested.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(cpu_not_requested.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "resources": {"requests": {"cpu": "1"}}}]}}
