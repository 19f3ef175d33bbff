package hullmark.checks.compose.host_device_test

import data.hullmark.checks.compose.host_device
import rego.v1

test_bad_1 if count(host_device.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "devices": ["/dev/sda:/dev/xvda"]}}}

test_bad_2 if count(host_device.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "devices": ["/dev/mem:/dev/mem:r"]}}}

test_good_1 if count(host_device.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "devices": ["/dev/dri:/dev/dri"]}}}
