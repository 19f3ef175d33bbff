# Parts of image references, and patterns of them.
package hullmark.gate.lib.reference

import rego.v1

import data.hullmark.gate.lib.star

without_digest(image) := split(image, "@")[0]

last(image) := parts[count(parts) - 1] if parts := split(without_digest(image), "/")

# repository: the whole name without tag and digest, as registries know it.
repository(image) := full(untagged(image))

untagged(image) := trim_suffix(without_digest(image), concat("", [":", split(last(image), ":")[1]])) if {
	contains(last(image), ":")
} else := without_digest(image)

full(name) := name if {
	first := split(name, "/")[0]
	contains(name, "/")
	looks_like_host(first)
} else := concat("/", ["docker.io", name]) if {
	contains(name, "/")
} else := concat("/", ["docker.io/library", name])

looks_like_host(part) if contains(part, ".")

looks_like_host(part) if contains(part, ":")

looks_like_host("localhost")

# fits: whether an image is what a pattern names: `debian`, `ghcr.io/acme/*`, `debian:12*`. A star
# stands for any text without a slash; two at the end for all that is below.
fits(image, pattern) if {
	not has_tag(pattern)
	same(split(repository(image), "/"), split(full(pattern), "/"))
}

fits(image, pattern) if {
	has_tag(pattern)
	same(split(full(without_digest(image)), "/"), split(full(pattern), "/"))
}

has_tag(pattern) if contains(last(pattern), ":")

same(parts, patterns) if {
	count(parts) == count(patterns)
	every i, pattern in patterns {
		star.like(parts[i], pattern)
	}
}

same(parts, patterns) if {
	patterns[count(patterns) - 1] == "**"
	count(parts) >= count(patterns)
	every i, pattern in patterns {
		star.like(parts[i], pattern)
	}
}
