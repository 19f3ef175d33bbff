package hullmark.checks.compose.healthcheck_off_test

import data.hullmark.checks.compose.healthcheck_off
import rego.v1

test_bad_1 if count(healthcheck_off.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "healthcheck": {"disable": true}}}}

test_bad_2 if count(healthcheck_off.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "restart": "always"}}}

test_good_1 if count(healthcheck_off.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "healthcheck": {"test": ["CMD", "/app", "health"]}}}}
