package hullmark.checks.compose.mandatory_control_off_test

import data.hullmark.checks.compose.mandatory_control_off
import rego.v1

test_bad_1 if count(mandatory_control_off.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "security_opt": ["apparmor:unconfined"]}}}

test_bad_2 if count(mandatory_control_off.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "security_opt": ["label=disable"]}}}

test_good_1 if count(mandatory_control_off.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "security_opt": ["apparmor:docker-default"]}}}
