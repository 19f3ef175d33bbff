package hullmark.checks.kubernetes.runtime_socket_test

import data.hullmark.checks.kubernetes.runtime_socket
import rego.v1

test_bad_1 if count(runtime_socket.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"volumes": [{"name": "s", "hostPath": {"path": "/var/run/docker.sock"}}], "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(runtime_socket.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"volumes": [{"name": "s", "emptyDir": {}}], "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}
