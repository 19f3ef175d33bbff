package hullmark.checks.kubernetes.naked_pod_test

import data.hullmark.checks.kubernetes.naked_pod
import rego.v1

test_bad_1 if count(naked_pod.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": []}}

test_good_1 if count(naked_pod.deny) == 0 with input as {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"}, "spec": {"template": {"spec": {"containers": []}}}}
