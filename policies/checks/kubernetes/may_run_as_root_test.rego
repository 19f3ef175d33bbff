package hullmark.checks.kubernetes.may_run_as_root_test

import data.hullmark.checks.kubernetes.may_run_as_root
import rego.v1

test_bad_1 if count(may_run_as_root.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(may_run_as_root.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"runAsNonRoot": true}}]}}
