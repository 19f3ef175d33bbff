package hullmark.checks.compose.restart_unlimited_test

import data.hullmark.checks.compose.restart_unlimited
import rego.v1

test_bad_1 if count(restart_unlimited.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "restart": "on-failure:10"}}}

test_bad_2 if count(restart_unlimited.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "deploy": {"restart_policy": {"condition": "on-failure", "max_attempts": 10}}}}}

test_good_1 if count(restart_unlimited.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "restart": "on-failure:5"}}}

test_good_2 if count(restart_unlimited.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "restart": "unless-stopped"}}}
