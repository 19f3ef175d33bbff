package hullmark.checks.kubernetes.token_mounted_test

import data.hullmark.checks.kubernetes.token_mounted
import rego.v1

test_bad_1 if count(token_mounted.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_bad_2 if count(token_mounted.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"automountServiceAccountToken": true, "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(token_mounted.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"automountServiceAccountToken": false, "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}
