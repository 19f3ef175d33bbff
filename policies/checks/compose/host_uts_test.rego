package hullmark.checks.compose.host_uts_test

import data.hullmark.checks.compose.host_uts
import rego.v1

test_bad_1 if count(host_uts.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "uts": "host"}}}

test_good_1 if count(host_uts.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "uts": "private"}}}
