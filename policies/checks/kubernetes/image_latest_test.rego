package hullmark.checks.kubernetes.image_latest_test

import data.hullmark.checks.kubernetes.image_latest
import rego.v1

test_bad_1 if count(image_latest.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "nginx"}]}}

test_bad_2 if count(image_latest.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "nginx:latest"}]}}

test_good_1 if count(image_latest.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "nginx:1.27.1"}]}}
