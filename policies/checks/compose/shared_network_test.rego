package hullmark.checks.compose.shared_network_test

import data.hullmark.checks.compose.shared_network
import rego.v1

test_bad_1 if count(shared_network.deny) > 0 with input as {"services": {"web": {"image": "example/web:1", "ports": ["127.0.0.1:8080:8080"]}, "db": {"image": "postgres:16.4"}}}

test_good_1 if count(shared_network.deny) == 0 with input as {"services": {"web": {"image": "example/web:1", "networks": ["front", "back"], "ports": ["127.0.0.1:8080:8080"]}, "db": {"image": "postgres:16.4", "networks": ["back"]}}, "networks": {"front": {}, "back": {"internal": true}}}
