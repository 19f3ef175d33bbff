# SPDX expressions: which licenses one may choose between.
package hullmark.gate.lib.license

import rego.v1

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
	some word in regex.split(`\s+(?:AND|OR)\s+`, replace(replace(text, "(", ""), ")", ""))
	name := trim(word, " ")
	name != ""
}

# listed: `GPL-3.0-only` and `GPL-*`, in any case; an exception belongs to the name or is let pass.
listed(name, patterns) if {
	some pattern in patterns
	regex.match(like(pattern), lower(bare(name)))
}

listed(name, patterns) if {
	contains(name, " WITH ")
	some pattern in patterns
	regex.match(like(pattern), lower(split(bare(name), " WITH ")[0]))
}

like(pattern) := concat("", ["^", starred, "$"]) if {
	dots := replace(replace(lower(pattern), ".", "[.]"), "+", "[+]")
	starred := replace(dots, "*", ".*")
}
