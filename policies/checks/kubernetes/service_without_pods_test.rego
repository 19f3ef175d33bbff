package hullmark.checks.kubernetes.service_without_pods_test

import data.hullmark.checks.kubernetes.service_without_pods
import rego.v1

test_bad_1 if count(service_without_pods.deny) > 0 with input as {"documents": [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "shop", "labels": {"app": "a"}}, "spec": {"containers": []}}, {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": "shop"}, "spec": {"selector": {"app": "b"}}}]}

test_good_1 if count(service_without_pods.deny) == 0 with input as {"documents": [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "shop", "labels": {"app": "a"}}, "spec": {"containers": []}}, {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": "shop"}, "spec": {"selector": {"app": "a"}}}]}
