package hullmark.checks.compose.runtime_socket_test

import data.hullmark.checks.compose.runtime_socket
import rego.v1

test_bad_1 if count(runtime_socket.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "volumes": ["/var/run/docker.sock:/var/run/docker.sock"]}}}

test_bad_2 if count(runtime_socket.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "volumes": [{"type": "bind", "source": "/run/containerd/containerd.sock", "target": "/s"}]}}}

test_bad_3 if count(runtime_socket.deny) > 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "volumes": ["/var/run/docker.sock:/var/run/docker.sock:ro"]}}}

test_good_1 if count(runtime_socket.deny) == 0 with input as {"services": {"web": {"image": "registry.example.com/shop/web:1.4.2", "volumes": ["data:/data"]}}}
