package hullmark.checks.kubernetes.app_armor_off_test

import data.hullmark.checks.kubernetes.app_armor_off
import rego.v1

test_bad_1 if count(app_armor_off.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"appArmorProfile": {"type": "Unconfined"}}}]}}

test_good_1 if count(app_armor_off.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"appArmorProfile": {"type": "RuntimeDefault"}}}]}}
