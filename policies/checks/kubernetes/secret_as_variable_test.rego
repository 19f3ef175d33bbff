package hullmark.checks.kubernetes.secret_as_variable_test

import data.hullmark.checks.kubernetes.secret_as_variable
import rego.v1

test_bad_1 if count(secret_as_variable.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}]}]}}

test_bad_2 if count(secret_as_variable.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "envFrom": [{"secretRef": {"name": "s"}}]}]}}

test_good_1 if count(secret_as_variable.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "envFrom": [{"configMapRef": {"name": "s"}}]}]}}
