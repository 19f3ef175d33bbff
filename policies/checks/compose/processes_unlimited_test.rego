package hullmark.checks.compose.processes_unlimited_test

import data.hullmark.checks.compose.processes_unlimited
import rego.v1

test_bad_1 if count(processes_unlimited.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "restart": "always"}}}

test_bad_2 if count(processes_unlimited.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "deploy": {"resources": {"reservations": {"cpus": "0.1"}}}}}}

test_good_1 if count(processes_unlimited.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "pids_limit": 100}}}

test_good_2 if count(processes_unlimited.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "deploy": {"resources": {"limits": {"pids": "100"}}}}}}
