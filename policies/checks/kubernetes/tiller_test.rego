package hullmark.checks.kubernetes.tiller_test

import data.hullmark.checks.kubernetes.tiller
import rego.v1

test_bad_1 if count(tiller.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "gcr.io/kubernetes-helm/tiller:v2.16.0"}]}}

test_good_1 if count(tiller.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "nginx:1.27.1"}]}}
