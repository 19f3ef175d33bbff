package hullmark.checks.compose.mount_propagation_test

import data.hullmark.checks.compose.mount_propagation
import rego.v1

test_bad_1 if count(mount_propagation.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "volumes": [{"type": "bind", "source": "./data", "target": "/data", "bind": {"propagation": "shared"}}]}}}

test_bad_2 if count(mount_propagation.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "volumes": ["./data:/data:rshared"]}}}

test_good_1 if count(mount_propagation.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "volumes": [{"type": "bind", "source": "./data", "target": "/data", "bind": {"propagation": "private"}}]}}}
