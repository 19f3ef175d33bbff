package hullmark.checks.kubernetes.host_path_test

import data.hullmark.checks.kubernetes.host_path
import rego.v1

test_bad_1 if count(host_path.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"volumes": [{"name": "logs", "hostPath": {"path": "/var/log"}}], "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(host_path.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"volumes": [{"name": "logs", "emptyDir": {}}], "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}
