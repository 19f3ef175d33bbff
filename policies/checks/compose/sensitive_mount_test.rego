package hullmark.checks.compose.sensitive_mount_test

import data.hullmark.checks.compose.sensitive_mount
import rego.v1

test_bad_1 if count(sensitive_mount.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "volumes": ["/etc:/host/etc"]}}}

test_bad_2 if count(sensitive_mount.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "volumes": ["/:/host:ro"]}}}

test_bad_3 if count(sensitive_mount.deny) > 0 with input as {"services": {"web": {"image": "a:1"}}, "volumes": {"backup": {"driver_opts": {"type": "none", "o": "bind", "device": "/var/lib/docker/x"}}}}

test_good_1 if count(sensitive_mount.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "volumes": ["./site:/usr/share/nginx/html:ro"]}}}

test_good_2 if count(sensitive_mount.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "volumes": ["/etc/localtime:/etc/localtime:ro"]}}}
