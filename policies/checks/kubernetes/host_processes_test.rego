package hullmark.checks.kubernetes.host_processes_test

import data.hullmark.checks.kubernetes.host_processes
import rego.v1

test_bad_1 if count(host_processes.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"hostPID": true, "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(host_processes.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"hostPID": false, "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}
