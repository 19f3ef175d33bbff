package hullmark.checks.kubernetes.single_replica_test

import data.hullmark.checks.kubernetes.single_replica
import rego.v1

test_bad_1 if count(single_replica.deny) > 0 with input as {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"}, "spec": {"replicas": 1}}

test_good_1 if count(single_replica.deny) == 0 with input as {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"}, "spec": {"replicas": 2}}
