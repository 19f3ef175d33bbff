package hullmark.checks.compose.host_processes_test

import data.hullmark.checks.compose.host_processes
import rego.v1

test_bad_1 if count(host_processes.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "pid": "host"}}}

test_good_1 if count(host_processes.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "pid": "private"}}}
