package hullmark.checks.kubernetes.opens_shells_test

import data.hullmark.checks.kubernetes.opens_shells
import rego.v1

test_bad_1 if count(opens_shells.deny) > 0 with input as {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "a"}, "rules": [{"apiGroups": [""], "resources": ["pods/exec"], "verbs": ["create", "get"]}]}

test_good_1 if count(opens_shells.deny) == 0 with input as {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "a"}, "rules": [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"]}]}
