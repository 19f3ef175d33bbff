package hullmark.checks.kubernetes.probe_host_test

import data.hullmark.checks.kubernetes.probe_host
import rego.v1

test_bad_1 if count(probe_host.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "livenessProbe": {"httpGet": {"host": "10.0.0.1", "port": 8080}}}]}}

test_good_1 if count(probe_host.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "livenessProbe": {"httpGet": {"port": 8080}}}]}}
