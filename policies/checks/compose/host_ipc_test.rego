package hullmark.checks.compose.host_ipc_test

import data.hullmark.checks.compose.host_ipc
import rego.v1

test_bad_1 if count(host_ipc.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "ipc": "host"}}}

test_good_1 if count(host_ipc.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "ipc": "private"}}}
