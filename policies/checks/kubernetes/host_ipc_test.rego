package hullmark.checks.kubernetes.host_ipc_test

import data.hullmark.checks.kubernetes.host_ipc
import rego.v1

test_bad_1 if count(host_ipc.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"hostIPC": true, "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(host_ipc.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"hostIPC": false, "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}
