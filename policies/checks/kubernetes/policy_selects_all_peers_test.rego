package hullmark.checks.kubernetes.policy_selects_all_peers_test

import data.hullmark.checks.kubernetes.policy_selects_all_peers
import rego.v1

test_bad_1 if count(policy_selects_all_peers.deny) > 0 with input as {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "a"}, "spec": {"podSelector": {}, "ingress": [{}]}}

test_good_1 if count(policy_selects_all_peers.deny) == 0 with input as {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "a"}, "spec": {"podSelector": {}, "ingress": [{"from": [{"podSelector": {}}]}]}}
