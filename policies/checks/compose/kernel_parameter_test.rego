package hullmark.checks.compose.kernel_parameter_test

import data.hullmark.checks.compose.kernel_parameter
import rego.v1

test_bad_1 if count(kernel_parameter.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "sysctls": {"kernel.msgmax": 65536}}}}

test_bad_2 if count(kernel_parameter.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "sysctls": ["kernel.core_pattern=/tmp/x"]}}}

test_good_1 if count(kernel_parameter.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "sysctls": {"net.core.somaxconn": 1024}}}}
