package hullmark.checks.compose.image_latest_test

import data.hullmark.checks.compose.image_latest
import rego.v1

test_bad_1 if count(image_latest.deny) > 0 with input as {"services": {"web": {"image": "nginx"}}}

test_bad_2 if count(image_latest.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com:5000/web:latest"}}}

test_good_1 if count(image_latest.deny) == 0 with input as {"services": {"web": {"image": "nginx:1.27.1"}}}

test_good_2 if count(image_latest.deny) == 0 with input as {"services": {"web": {"image": "${IMAGE}"}}}
