package hullmark.checks.kubernetes.privileged_test

import data.hullmark.checks.kubernetes.privileged
import rego.v1

test_bad_1 if count(privileged.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"privileged": true}}]}}

test_good_1 if count(privileged.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"privileged": false}}]}}
