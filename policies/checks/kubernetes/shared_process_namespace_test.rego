package hullmark.checks.kubernetes.shared_process_namespace_test

import data.hullmark.checks.kubernetes.shared_process_namespace
import rego.v1

test_bad_1 if count(shared_process_namespace.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"shareProcessNamespace": true, "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(shared_process_namespace.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}
