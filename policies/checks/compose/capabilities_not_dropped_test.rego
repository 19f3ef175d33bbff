package hullmark.checks.compose.capabilities_not_dropped_test

import data.hullmark.checks.compose.capabilities_not_dropped
import rego.v1

test_bad_1 if count(capabilities_not_dropped.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "restart": "unless-stopped"}}}

test_bad_2 if count(capabilities_not_dropped.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "cap_drop": ["ALL"], "cap_add": ["ALL"]}}}

test_good_1 if count(capabilities_not_dropped.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "cap_drop": ["ALL"]}}}

test_good_2 if count(capabilities_not_dropped.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "cap_drop": ["NET_RAW"]}}}
