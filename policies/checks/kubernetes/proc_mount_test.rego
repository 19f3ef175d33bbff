package hullmark.checks.kubernetes.proc_mount_test

import data.hullmark.checks.kubernetes.proc_mount
import rego.v1

test_bad_1 if count(proc_mount.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"procMount": "Unmasked"}}]}}

test_good_1 if count(proc_mount.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "securityContext": {"procMount": "Default"}}]}}
