package hullmark.checks.kubernetes.external_address_test

import data.hullmark.checks.kubernetes.external_address
import rego.v1

test_bad_1 if count(external_address.deny) > 0 with input as {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"externalIPs": ["192.0.2.1"]}}

test_good_1 if count(external_address.deny) == 0 with input as {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"type": "ClusterIP"}}
