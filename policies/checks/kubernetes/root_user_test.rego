package hullmark.checks.kubernetes.root_user_test

import data.hullmark.checks.kubernetes.root_user
import rego.v1

test_bad_1 if count(root_user.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"runAsUser": 0}}]}}

test_good_1 if count(root_user.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"runAsUser": 10001}}]}}
