package hullmark.checks.compose.host_cgroup_test

import data.hullmark.checks.compose.host_cgroup
import rego.v1

test_bad_1 if count(host_cgroup.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "cgroup": "host"}}}

test_good_1 if count(host_cgroup.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "cgroup": "private"}}}
