package hullmark.checks.compose.all_interfaces_test

import data.hullmark.checks.compose.all_interfaces
import rego.v1

test_bad_1 if count(all_interfaces.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "ports": ["8080:80"]}}}

test_bad_2 if count(all_interfaces.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "ports": [{"target": 80, "published": 8080}]}}}

test_bad_3 if count(all_interfaces.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "ports": [8080]}}}

test_good_1 if count(all_interfaces.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "ports": ["127.0.0.1:8080:80"]}}}

test_good_2 if count(all_interfaces.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "ports": [{"target": 80, "published": 8080, "host_ip": "127.0.0.1"}]}}}

test_good_3 if count(all_interfaces.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "ports": ["${ADDRESS:-127.0.0.1}:8080:80"]}}}
