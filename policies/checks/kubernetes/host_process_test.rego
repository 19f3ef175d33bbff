package hullmark.checks.kubernetes.host_process_test

import data.hullmark.checks.kubernetes.host_process
import rego.v1

test_bad_1 if count(host_process.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"windowsOptions": {"hostProcess": true}}}]}}

test_good_1 if count(host_process.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"windowsOptions": {"hostProcess": false}}}]}}
