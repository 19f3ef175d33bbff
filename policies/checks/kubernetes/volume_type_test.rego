package hullmark.checks.kubernetes.volume_type_test

import data.hullmark.checks.kubernetes.volume_type
import rego.v1

test_bad_1 if count(volume_type.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"volumes": [{"name": "a", "nfs": {"server": "nas.example.com", "path": "/a"}}], "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(volume_type.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"volumes": [{"name": "a", "persistentVolumeClaim": {"claimName": "a"}}], "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}
