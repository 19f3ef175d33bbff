package hullmark.checks.kubernetes.selinux_options_test

import data.hullmark.checks.kubernetes.selinux_options
import rego.v1

test_bad_1 if count(selinux_options.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"seLinuxOptions": {"type": "spc_t"}}}]}}

test_good_1 if count(selinux_options.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"seLinuxOptions": {"type": "container_t", "level": "s0:c1,c2"}}}]}}
