package hullmark.checks.compose.host_users_test

import data.hullmark.checks.compose.host_users
import rego.v1

test_bad_1 if count(host_users.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "userns_mode": "host"}}}

test_good_1 if count(host_users.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "userns_mode": "private"}}}
