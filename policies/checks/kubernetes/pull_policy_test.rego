package hullmark.checks.kubernetes.pull_policy_test

import data.hullmark.checks.kubernetes.pull_policy
import rego.v1

test_bad_1 if count(pull_policy.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "imagePullPolicy": "IfNotPresent"}]}}

test_bad_2 if count(pull_policy.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(pull_policy.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "imagePullPolicy": "Always"}]}}
