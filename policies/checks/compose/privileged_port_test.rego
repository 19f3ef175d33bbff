package hullmark.checks.compose.privileged_port_test

import data.hullmark.checks.compose.privileged_port
import rego.v1

test_bad_1 if count(privileged_port.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "ports": ["127.0.0.1:80:80"]}}}

test_bad_2 if count(privileged_port.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "ports": ["67:67/udp"]}}}

test_good_1 if count(privileged_port.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "ports": ["127.0.0.1:8080:8080"]}}}

test_good_2 if count(privileged_port.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "ports": ["${PORT}:8080"]}}}
