package hullmark.checks.compose.published_database_test

import data.hullmark.checks.compose.published_database
import rego.v1

test_bad_1 if count(published_database.deny) > 0 with input as {"services": {"web": {"image": "postgres:16.4", "ports": ["5432:5432"]}}}

test_bad_2 if count(published_database.deny) > 0 with input as {"services": {"web": {"image": "bitnami/redis:7.2", "ports": [6379]}}}

test_good_1 if count(published_database.deny) == 0 with input as {"services": {"web": {"image": "postgres:16.4", "expose": [5432]}}}

test_good_2 if count(published_database.deny) == 0 with input as {"services": {"web": {"image": "postgres:16.4", "ports": ["127.0.0.1:5432:5432"]}}}

test_good_3 if count(published_database.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/web-server:1", "ports": ["80:80"]}}}
