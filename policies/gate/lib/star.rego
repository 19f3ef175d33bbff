# Patterns in which `*` stands for any text. No regular expressions: names come from images, and a
# pattern made of one could be anything.
package hullmark.gate.lib.star

import rego.v1

like(text, pattern) if {
	not contains(pattern, "*")
	text == pattern
}

# Between more than two stars the order of what stands there is not looked at.
like(text, pattern) if {
	contains(pattern, "*")
	parts := split(pattern, "*")
	first := parts[0]
	last := parts[count(parts) - 1]
	startswith(text, first)
	endswith(text, last)
	count(text) >= count(first) + count(last)
	inner := substring(text, count(first), (count(text) - count(first)) - count(last))
	every part in parts {
		contains_or_edge(inner, part, [first, last])
	}
}

contains_or_edge(_, part, edges) if part in edges

contains_or_edge(inner, part, _) if contains(inner, part)
