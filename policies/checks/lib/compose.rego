# Services of a compose file, and their ports, mounts, options and environment in one form each.
package hullmark.checks.lib.compose

import rego.v1

services contains {"name": name, "service": service, "path": ["services", name], "anchor": sprintf("service %s", [name])} if {
	some name, service in input.services
	is_object(service)
}

# complete: services that inherit nothing, so what is missing really is missing.
complete contains s if {
	some s in services
	not s.service.extends
}

text(value) := value if {
	is_string(value)
} else := sprintf("%v", [value])

# ports: {"service", "ip", "published", "target", "path", "text"}; every number still a text.
ports contains {"service": s, "ip": ip_of(parts), "published": published_of(parts), "target": parts[count(parts) - 1], "path": array.concat(s.path, ["ports", i]), "text": text(port), "mode": "ingress"} if {
	some s in services
	some i, port in s.service.ports
	not is_object(port)
	parts := port_parts(text(port))
}

ports contains {"service": s, "ip": text(object.get(port, "host_ip", published_ip(port))), "published": published_port(port), "target": text(object.get(port, "target", "")), "path": array.concat(s.path, ["ports", i]), "text": text(object.get(port, "published", object.get(port, "target", ""))), "mode": text(object.get(port, "mode", "ingress"))} if {
	some s in services
	some i, port in s.service.ports
	is_object(port)
}

published_ip(port) := split(port.published, ":")[0] if {
	contains(text(port.published), ":")
} else := ""

published_port(port) := split(port.published, ":")[1] if {
	contains(text(port.published), ":")
} else := text(object.get(port, "published", ""))

# port_parts: "127.0.0.1:80:8080/tcp" in its parts; variables and IPv6 addresses keep no colon.
port_parts(port) := split(bare, ":") if {
	plain := regex.replace(port, `\$\{[^}]*\}`, "$")
	flat := regex.replace(plain, `\[[^\]]*1\]`, "127.0.0.1")
	all := regex.replace(flat, `\[[^\]]*\]`, "0.0.0.0")
	bare := split(all, "/")[0]
}

ip_of(parts) := parts[0] if {
	count(parts) > 2
} else := ""

published_of(parts) := parts[count(parts) - 2] if {
	count(parts) > 1
} else := ""

first_port(range) := to_number(number) if {
	number := split(range, "-")[0]
	regex.match(`^[0-9]+$`, number)
}

loopback(ip) if startswith(ip, "127.")

loopback("localhost")

# filled_in: an address that is only known when the file is used.
filled_in(ip) if startswith(ip, "$")

# mounts: {"service", "source", "target", "mode", "type", "path"}.
mounts contains {"service": s, "source": parts[0], "target": target_of(parts), "mode": mode_of(parts), "type": type_of(parts[0]), "path": array.concat(s.path, ["volumes", i]), "propagation": mode_of(parts)} if {
	some s in services
	some i, volume in s.service.volumes
	is_string(volume)
	parts := split(regex.replace(volume, `\$\{[^}]*\}`, "$$"), ":")
	count(parts) > 1
}

mounts contains {"service": s, "source": text(object.get(volume, "source", "")), "target": text(object.get(volume, "target", "")), "mode": read_only_word(volume), "type": text(object.get(volume, "type", "volume")), "path": array.concat(s.path, ["volumes", i]), "propagation": text(object.get(volume, ["bind", "propagation"], ""))} if {
	some s in services
	some i, volume in s.service.volumes
	is_object(volume)
}

target_of(parts) := parts[1]

mode_of(parts) := parts[2] if {
	count(parts) > 2
} else := ""

read_only_word(volume) := "ro" if {
	volume.read_only == true
} else := ""

type_of(source) := "bind" if {
	regex.match(`^[./~$]`, source)
} else := "volume"

# options: entries of security_opt, with "=" where older files have ":".
options contains {"service": s, "option": lower(replace(replace(text(option), "=", ":"), " ", "")), "path": array.concat(s.path, ["security_opt", i])} if {
	some s in services
	some i, option in s.service.security_opt
}

# environment: {"service", "key", "value", "path"}, from lists and mappings, for containers and builds.
environment contains {"service": s, "key": text(key), "value": value, "path": array.concat(s.path, ["environment", key]), "where": "environment"} if {
	some s in services
	is_object(s.service.environment)
	some key, value in s.service.environment
}

environment contains {"service": s, "key": split(entry, "=")[0], "value": substring(entry, indexof(entry, "=") + 1, -1), "path": array.concat(s.path, ["environment", i]), "where": "environment"} if {
	some s in services
	some i, entry in s.service.environment
	is_string(entry)
	is_array(s.service.environment)
	contains(entry, "=")
}

environment contains {"service": s, "key": text(key), "value": value, "path": array.concat(s.path, ["build", "args", key]), "where": "build arguments"} if {
	some s in services
	is_object(s.service.build.args)
	some key, value in s.service.build.args
}

environment contains {"service": s, "key": split(entry, "=")[0], "value": substring(entry, indexof(entry, "=") + 1, -1), "path": array.concat(s.path, ["build", "args", i]), "where": "build arguments"} if {
	some s in services
	is_array(s.service.build.args)
	some i, entry in s.service.build.args
	is_string(entry)
	contains(entry, "=")
}

images contains {"service": s, "image": s.service.image, "path": array.concat(s.path, ["image"])} if {
	some s in services
	is_string(s.service.image)
	not s.service.build
}

# databases: what should not be reached from outside, by image name.
database(image) if regex.match(`(^|[/_-])(postgres|postgresql|postgis|timescaledb|mysql|mariadb|percona|mongo|mongodb|redis|valkey|keydb|memcached|elasticsearch|opensearch|cassandra|scylla|couchdb|couchbase|influxdb|clickhouse|clickhouse-server|neo4j|rabbitmq|etcd|mssql|rethinkdb|cockroach|arangodb|minio|zookeeper|kafka|consul|vault)([:@/_-]|$)`, image)
