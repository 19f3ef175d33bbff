package hullmark.checks.kubernetes.host_aliases_test

import data.hullmark.checks.kubernetes.host_aliases
import rego.v1

test_bad_1 if count(host_aliases.deny) > 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"hostAliases": [{"ip": "192.0.2.1", "hostnames": ["db"]}], "containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}

test_good_1 if count(host_aliases.deny) == 0 with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "registry.example.com/shop/web:1.4.2"}]}}
