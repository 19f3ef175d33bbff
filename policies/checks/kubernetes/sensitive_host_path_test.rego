package hullmark.checks.kubernetes.sensitive_host_path_test

import data.hullmark.checks.kubernetes.sensitive_host_path
import rego.v1

test_bad_1 if count(sensitive_host_path.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"volumes": [{"name": "s", "hostPath": {"path": "/etc/kubernetes"}}], "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(sensitive_host_path.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"volumes": [{"name": "s", "hostPath": {"path": "/srv/data"}}], "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}
