package hullmark.checks.kubernetes.default_service_account_test

import data.hullmark.checks.kubernetes.default_service_account
import rego.v1

test_bad_1 if count(default_service_account.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_bad_2 if count(default_service_account.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"serviceAccountName": "default", "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(default_service_account.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"serviceAccountName": "web", "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}
