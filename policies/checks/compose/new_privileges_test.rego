package hullmark.checks.compose.new_privileges_test

import data.hullmark.checks.compose.new_privileges
import rego.v1

test_bad_1 if count(new_privileges.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "restart": "always"}}}

test_bad_2 if count(new_privileges.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "security_opt": ["no-new-privileges:false"]}}}

test_good_1 if count(new_privileges.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "security_opt": ["no-new-privileges:true"]}}}

test_good_2 if count(new_privileges.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "security_opt": ["no-new-privileges"]}}}
