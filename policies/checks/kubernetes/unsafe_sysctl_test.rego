package hullmark.checks.kubernetes.unsafe_sysctl_test

import data.hullmark.checks.kubernetes.unsafe_sysctl
import rego.v1

test_bad_1 if count(unsafe_sysctl.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"securityContext": {"sysctls": [{"name": "kernel.msgmax", "value": "65536"}]}, "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(unsafe_sysctl.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"securityContext": {"sysctls": [{"name": "net.ipv4.tcp_syncookies", "value": "1"}]}, "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}
