package hullmark.checks.kubernetes.ingress_without_tls_test

import data.hullmark.checks.kubernetes.ingress_without_tls
import rego.v1

test_bad_1 if count(ingress_without_tls.deny) > 0 with input as {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "a"}, "spec": {"rules": []}}

test_good_1 if count(ingress_without_tls.deny) == 0 with input as {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "a"}, "spec": {"tls": [{"hosts": ["a.example.com"], "secretName": "a"}], "rules": []}}
