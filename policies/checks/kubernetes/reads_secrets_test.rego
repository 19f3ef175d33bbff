package hullmark.checks.kubernetes.reads_secrets_test

import data.hullmark.checks.kubernetes.reads_secrets
import rego.v1

test_bad_1 if count(reads_secrets.deny) > 0 with input as {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "a"}, "rules": [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["create", "get"]}]}

test_good_1 if count(reads_secrets.deny) == 0 with input as {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "a"}, "rules": [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"]}]}
