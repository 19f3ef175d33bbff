package hullmark.checks.kubernetes.liveness_probe_missing_test

import data.hullmark.checks.kubernetes.liveness_probe_missing
import rego.v1

test_bad_1 if count(liveness_probe_missing.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(liveness_probe_missing.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "livenessProbe": {"httpGet": {"path": "/health", "port": 8080}}}]}}
