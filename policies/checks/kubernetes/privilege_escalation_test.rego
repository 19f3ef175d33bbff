package hullmark.checks.kubernetes.privilege_escalation_test

import data.hullmark.checks.kubernetes.privilege_escalation
import rego.v1

test_bad_1 if count(privilege_escalation.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_bad_2 if count(privilege_escalation.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"allowPrivilegeEscalation": true}}]}}

test_good_1 if count(privilege_escalation.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"allowPrivilegeEscalation": false}}]}}
