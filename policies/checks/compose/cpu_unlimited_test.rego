package hullmark.checks.compose.cpu_unlimited_test

import data.hullmark.checks.compose.cpu_unlimited
import rego.v1

test_bad_1 if count(cpu_unlimited.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "restart": "always"}}}

test_bad_2 if count(cpu_unlimited.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "deploy": {"resources": {"reservations": {"cpus": "0.1"}}}}}}

test_good_1 if count(cpu_unlimited.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "cpus": 0.5}}}

test_good_2 if count(cpu_unlimited.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "deploy": {"resources": {"limits": {"cpus": "100"}}}}}}
