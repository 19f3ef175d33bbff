package hullmark.checks.compose.capability_added_test

import data.hullmark.checks.compose.capability_added
import rego.v1

test_bad_1 if count(capability_added.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "cap_add": ["SYS_ADMIN"]}}}

test_bad_2 if count(capability_added.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "cap_add": ["all"]}}}

test_good_1 if count(capability_added.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "cap_add": ["NET_BIND_SERVICE"]}}}
