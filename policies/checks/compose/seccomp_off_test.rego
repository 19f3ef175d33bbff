package hullmark.checks.compose.seccomp_off_test

import data.hullmark.checks.compose.seccomp_off
import rego.v1

test_bad_1 if count(seccomp_off.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "security_opt": ["seccomp:unconfined"]}}}

test_bad_2 if count(seccomp_off.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "security_opt": ["seccomp=unconfined"]}}}

test_good_1 if count(seccomp_off.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "security_opt": ["seccomp:./profile.json"]}}}
