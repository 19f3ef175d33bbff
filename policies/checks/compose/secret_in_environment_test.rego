package hullmark.checks.compose.secret_in_environment_test

import data.hullmark.checks.compose.secret_in_environment
import rego.v1

test_bad_1 if count(secret_in_environment.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "environment": {"DB_PASSWORD": "example-only"}}}}

test_bad_2 if count(secret_in_environment.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "environment": ["API_KEY=example-only"]}}}

test_bad_3 if count(secret_in_environment.deny) > 0 with input as {"services": {"web": {"build": {"context": ".", "args": {"NPM_TOKEN": "example-only"}}}}}

test_good_1 if count(secret_in_environment.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "environment": {"DB_PASSWORD_FILE": "/run/secrets/db"}}}}

test_good_2 if count(secret_in_environment.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "environment": ["DB_PASSWORD=${DB_PASSWORD}", "MODE=production"]}}}

test_good_3 if count(secret_in_environment.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "environment": ["DB_PASSWORD"]}}}
