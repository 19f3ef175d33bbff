package hullmark.checks.kubernetes.network_policy_missing_test

import data.hullmark.checks.kubernetes.network_policy_missing
import rego.v1

test_bad_1 if count(network_policy_missing.deny) > 0 with input as {"documents": [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "shop", "labels": {"app": "a"}}, "spec": {"containers": []}}, {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "b", "namespace": "shop"}, "spec": {"podSelector": {"matchLabels": {"app": "b"}}}}]}

test_good_1 if count(network_policy_missing.deny) == 0 with input as {"documents": [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "shop", "labels": {"app": "a"}}, "spec": {"containers": []}}, {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "b", "namespace": "shop"}, "spec": {"podSelector": {"matchLabels": {"app": "a"}}}}]}

test_good_2 if count(network_policy_missing.deny) == 0 with input as {"documents": [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "shop", "labels": {"app": "a"}}, "spec": {"containers": []}}, {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "b", "namespace": "shop"}, "spec": {"podSelector": {}}}]}
