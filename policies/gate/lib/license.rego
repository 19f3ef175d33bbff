# SPDX expressions: which licenses one may choose between.
package hullmark.gate.lib.license

import rego.v1

import data.hullmark.gate.lib.star

# expression: what is known of a component's license, on one line.
expression(component) := component.license_expression if {
	component.license_expression != ""
} else := concat(" AND ", component.licenses) if {
	count(component.licenses) > 0
}

# accepted: an alternative of every part is in the list. Expressions nested deeper than
# `A AND (B OR C)` or `A OR (B AND C)` need every license of theirs in it.
accepted(text, allowed) if {
	parts := split(text, " AND ")
	balanced(parts)
	every part in parts {
		any_of(bare(part), " OR ", allowed)
	}
}

accepted(text, allowed) if {
	parts := split(text, " OR ")
	balanced(parts)
	some part in parts
	all_of(bare(part), " AND ", allowed)
}

accepted(text, allowed) if {
	every name in names(text) {
		listed(name, allowed)
	}
}

any_of(text, word, allowed) if {
	some name in split(text, word)
	listed(name, allowed)
}

all_of(text, word, allowed) if {
	every name in split(text, word) {
		listed(name, allowed)
	}
}

balanced(parts) if {
	every part in parts {
		count(split(part, "(")) == count(split(part, ")"))
	}
}

bare(text) := trim(text, "() ")

# names: the licenses of an expression, without operators.
names(text) := {name |
	plain := replace(replace(text, "(", ""), ")", "")
	some part in split(plain, " AND ")
	some word in split(part, " OR ")
	name := trim(word, " ")
	name != ""
}

# listed: by one of `patterns` (`GPL-3.0-only`, `GPL-*`, in any case), or as it stands by `names`.
# An exception belongs to the name or is let pass.
listed(name, allowed) if {
	some pattern in allowed.patterns
	star.like(lower(bare(name)), lower(pattern))
}

listed(name, allowed) if {
	contains(name, " WITH ")
	some pattern in allowed.patterns
	star.like(lower(split(bare(name), " WITH ")[0]), lower(pattern))
}

listed(name, allowed) if bare(name) in allowed.names
