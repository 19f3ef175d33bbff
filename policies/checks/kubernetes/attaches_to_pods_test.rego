package hullmark.checks.kubernetes.attaches_to_pods_test

import data.hullmark.checks.kubernetes.attaches_to_pods
import rego.v1

test_bad_1 if count(attaches_to_pods.deny) > 0 with input as {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "a"}, "rules": [{"apiGroups": [""], "resources": ["pods/attach"], "verbs": ["create", "get"]}]}

test_good_1 if count(attaches_to_pods.deny) == 0 with input as {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "a"}, "rules": [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"]}]}
