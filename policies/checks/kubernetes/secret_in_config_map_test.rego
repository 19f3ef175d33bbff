package hullmark.checks.kubernetes.secret_in_config_map_test

import data.hullmark.checks.kubernetes.secret_in_config_map
import rego.v1

test_bad_1 if count(secret_in_config_map.deny) > 0 with input as {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"db_password": "example-only"}}

test_good_1 if count(secret_in_config_map.deny) == 0 with input as {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"mode": "production"}}
