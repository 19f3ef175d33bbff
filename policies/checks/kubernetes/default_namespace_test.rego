package hullmark.checks.kubernetes.default_namespace_test

import data.hullmark.checks.kubernetes.default_namespace
import rego.v1

test_bad_1 if count(default_namespace.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": []}}

test_bad_2 if count(default_namespace.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "default"}, "spec": {"containers": []}}

test_good_1 if count(default_namespace.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "shop"}, "spec": {"containers": []}}
