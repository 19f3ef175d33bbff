package hullmark.checks.compose.control_group_test

import data.hullmark.checks.compose.control_group
import rego.v1

test_bad_1 if count(control_group.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "cgroup_parent": "other"}}}

test_good_1 if count(control_group.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "mem_limit": "100m"}}}
