package hullmark.checks.kubernetes.image_registry_test

import data.hullmark.checks.kubernetes.image_registry
import rego.v1

test_bad_1 if count(image_registry.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "nginx:1.27.1"}]}}

test_bad_2 if count(image_registry.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "shop/web:1"}]}}

test_good_1 if count(image_registry.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1"}]}}
