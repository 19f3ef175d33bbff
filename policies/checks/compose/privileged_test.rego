package hullmark.checks.compose.privileged_test

import data.hullmark.checks.compose.privileged
import rego.v1

test_bad_1 if count(privileged.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "privileged": true}}}

test_good_1 if count(privileged.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "privileged": false}}}

test_good_2 if count(privileged.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "cap_add": ["NET_BIND_SERVICE"]}}}
