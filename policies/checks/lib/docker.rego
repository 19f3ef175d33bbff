# What Dockerfile checks share. Works on the input of Conftest's Dockerfile parser; where Hullmark
# adds the commands of each RUN, those are used, elsewhere they are split here.
package hullmark.checks.lib.docker

import rego.v1

# Words of each command of an instruction.
commands(instruction) := instruction.Commands if instruction.Commands

else := [words |
	instruction.Cmd == "run"
	some part in regex.split(`&&|\|\||;|\|`, concat(" ", instruction.Value))
	words := [word | some word in regex.split(`\s+`, trim_space(part)); word != ""]
	count(words) > 0
]

# Positions of commands that read what the one before writes.
piped(instruction) := instruction.Piped if instruction.Piped

else := []

# Arguments of a command that are no options, without the command itself.
plain(words) := [word |
	some k
	word := words[k]
	k > 0
	not startswith(word, "-")
]

# What a command is to install, as far as no pattern for whole words excuses it: `valued` are
# options that take a value of their own, `fine` is what needs no version (options, the verb, what
# has one). Every word stands between blanks of its own, so that neighbors can both be cut out.
loose(words, valued, fine) := [word | some word in split(rest, " "); word != ""] if {
	text := concat("", [" ", concat("  ", words), " "])
	plain := regex.replace(text, concat("", [" (", valued, `)  \S+ `]), "")
	rest := regex.replace(plain, concat("", [" (", fine, ") "]), "")
}

runs(words, tool, verb) if {
	words[0] == tool
	verb in words
}

# Whether one of the words fits a pattern for whole words.
any_word(words, pattern) if regex.match(concat("", [`(^| )(`, pattern, `)( |$)`]), concat(" ", words))

dynamic(word) if contains(word, "$")

# The name that a FROM gives its stage, in lower case.
stage_name(instruction) := lower(instruction.Value[2]) if {
	lower(instruction.Value[1]) == "as"
}

last_stage := max([instruction.Stage | some instruction in input; instruction.Cmd == "from"])

stage_names := {stage_name(instruction) | some instruction in input; instruction.Cmd == "from"}

# Position of the stage that a stage is built on, where it is one of this file.
parent(stage) := found if {
	some instruction in input
	instruction.Cmd == "from"
	instruction.Stage == stage
	earlier := [other.Stage |
		some other in input
		other.Cmd == "from"
		other.Stage < stage
		stage_name(other) == lower(instruction.Value[0])
	]
	count(earlier) > 0
	found := max(earlier)
}

# The last stage and those below it, as far as five steps down.
final_chain := {last_stage} | {a | a := parent(last_stage)} | {b | b := parent(parent(last_stage))} | {c | c := parent(parent(parent(last_stage)))} | {d | d := parent(parent(parent(parent(last_stage))))}

# Tag of an image reference, empty for none; a port of the registry is no tag.
tag(reference) := concat(":", array.slice(parts, 1, count(parts))) if {
	path := split(split(reference, "@")[0], "/")
	parts := split(path[count(path) - 1], ":")
	count(parts) > 1
}

else := ""

is_image(instruction) if {
	instruction.Cmd == "from"
	instruction.Value[0] != "scratch"
	not contains(instruction.Value[0], "$")
	not lower(instruction.Value[0]) in stage_names
}
