package hullmark.checks.kubernetes.node_port_test

import data.hullmark.checks.kubernetes.node_port
import rego.v1

test_bad_1 if count(node_port.deny) > 0 with input as {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"type": "NodePort"}}

test_good_1 if count(node_port.deny) == 0 with input as {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"type": "ClusterIP"}}
