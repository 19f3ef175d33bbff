package hullmark.checks.compose.ssh_published_test

import data.hullmark.checks.compose.ssh_published
import rego.v1

test_bad_1 if count(ssh_published.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "ports": ["2222:22"]}}}

test_good_1 if count(ssh_published.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "ports": ["2222:2222"]}}}
