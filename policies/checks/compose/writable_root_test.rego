package hullmark.checks.compose.writable_root_test

import data.hullmark.checks.compose.writable_root
import rego.v1

test_bad_1 if count(writable_root.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "restart": "always"}}}

test_bad_2 if count(writable_root.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "read_only": false}}}

test_good_1 if count(writable_root.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "read_only": true, "tmpfs": ["/tmp"]}}}
