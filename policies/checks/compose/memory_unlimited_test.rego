package hullmark.checks.compose.memory_unlimited_test

import data.hullmark.checks.compose.memory_unlimited
import rego.v1

test_bad_1 if count(memory_unlimited.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "restart": "always"}}}

test_bad_2 if count(memory_unlimited.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "deploy": {"resources": {"reservations": {"cpus": "0.1"}}}}}}

test_good_1 if count(memory_unlimited.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "mem_limit": "256m"}}}

test_good_2 if count(memory_unlimited.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "deploy": {"resources": {"limits": {"memory": "100"}}}}}}
