# Parts of an image reference.
package hullmark.checks.lib.image_name

import rego.v1

has_digest(image) if regex.match(`@(sha256|blake3):[0-9a-f]{64}$`, image)

has_digest(image) if regex.match(`@sha512:[0-9a-f]{128}$`, image)

without_digest(image) := split(image, "@")[0]

# last: what follows the last slash, where a colon can only mean a tag.
last(image) := parts[count(parts) - 1] if parts := split(without_digest(image), "/")

tag(image) := substring(last(image), indexof(last(image), ":") + 1, -1) if {
	contains(last(image), ":")
} else := ""

# repository: the name without tag and digest.
repository(image) := trim_suffix(without_digest(image), concat("", [":", tag(image)])) if {
	tag(image) != ""
} else := without_digest(image)

# registry: as the engines see it; a first part without a dot, a port or "localhost" is Docker Hub.
registry(image) := first if {
	parts := split(without_digest(image), "/")
	count(parts) > 1
	first := parts[0]
	looks_like_host(first)
} else := "docker.io"

looks_like_host(part) if regex.match(`^[^/@]+\.[^/@:]+(:[0-9]+)?$`, part)

looks_like_host(part) if regex.match(`^[^/@.]+:[0-9]+$`, part)

looks_like_host("localhost")

# variable: holds something that is filled in later.
variable(image) if contains(image, "$")

variable(image) if contains(image, "{{")

base(image) := parts[count(parts) - 1] if parts := split(repository(image), "/")

# registry_named: the reference says itself where it comes from.
registry_named(image) if {
	parts := split(without_digest(image), "/")
	count(parts) > 1
	looks_like_host(parts[0])
}
