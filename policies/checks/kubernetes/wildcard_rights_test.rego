package hullmark.checks.kubernetes.wildcard_rights_test

import data.hullmark.checks.kubernetes.wildcard_rights
import rego.v1

test_bad_1 if count(wildcard_rights.deny) > 0 with input as {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "a"}, "rules": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]}

test_good_1 if count(wildcard_rights.deny) == 0 with input as {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "a"}, "rules": [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"]}]}
