package hullmark.checks.kubernetes.host_network_test

import data.hullmark.checks.kubernetes.host_network
import rego.v1

test_bad_1 if count(host_network.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"hostNetwork": true, "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(host_network.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"hostNetwork": false, "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}
