package hullmark.checks.kubernetes.host_port_test

import data.hullmark.checks.kubernetes.host_port
import rego.v1

test_bad_1 if count(host_port.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "ports": [{"containerPort": 80, "hostPort": 80}]}]}}

test_good_1 if count(host_port.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "ports": [{"containerPort": 8080}]}]}}
