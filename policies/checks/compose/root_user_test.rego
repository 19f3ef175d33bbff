package hullmark.checks.compose.root_user_test

import data.hullmark.checks.compose.root_user
import rego.v1

test_bad_1 if count(root_user.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "user": "root"}}}

test_bad_2 if count(root_user.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "user": "0:0"}}}

test_good_1 if count(root_user.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "user": "10001:10001"}}}
