package hullmark.checks.kubernetes.forwards_ports_test

import data.hullmark.checks.kubernetes.forwards_ports
import rego.v1

test_bad_1 if count(forwards_ports.deny) > 0 with input as {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "a"}, "rules": [{"apiGroups": [""], "resources": ["pods/portforward"], "verbs": ["create", "get"]}]}

test_good_1 if count(forwards_ports.deny) == 0 with input as {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "a"}, "rules": [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"]}]}
