package hullmark.checks.compose.host_network_test

import data.hullmark.checks.compose.host_network
import rego.v1

test_bad_1 if count(host_network.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "network_mode": "host"}}}

test_good_1 if count(host_network.deny) == 0 with input as {"networks": ["front"]}
