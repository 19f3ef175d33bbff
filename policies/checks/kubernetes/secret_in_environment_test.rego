package hullmark.checks.kubernetes.secret_in_environment_test

import data.hullmark.checks.kubernetes.secret_in_environment
import rego.v1

test_bad_1 if count(secret_in_environment.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "env": [{"name": "DB_PASSWORD", "value": "example-only"}]}]}}

test_good_1 if count(secret_in_environment.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "env": [{"name": "MODE", "value": "production"}]}]}}

test_good_2 if count(secret_in_environment.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2", "env": [{"name": "DB_PASSWORD_FILE", "value": "/run/secrets/db"}]}]}}
