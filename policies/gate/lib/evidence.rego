# What policies ask of a JSON result. Values that Hullmark has worked out before (`fixable`,
# `age_days`, `packages`, `gate`) are taken; on a bare result they are worked out here.
package hullmark.gate.lib.evidence

import rego.v1

ranks := {"unknown": 0, "negligible": 1, "low": 2, "medium": 3, "high": 4, "critical": 5}

# setting: a threshold of the gate. A rule whose threshold nobody set does not fire.
setting(name) := input.gate[name]

today := input.gate.today

today := substring(input.created, 0, 10) if not input.gate.today

# fixable: whether the owner of the image can do something; only vendors fix vulnerabilities.
fixable(finding) if finding.fixable == true

fixable(finding) if {
	not worked_out(finding)
	finding.kind != "vulnerability"
}

fixable(finding) if {
	not worked_out(finding)
	finding.fix_state == "fixed"
}

fixable(finding) if {
	not worked_out(finding)
	count(finding.fixed_in) > 0
}

worked_out(finding) if is_boolean(finding.fixable)

# age: days since a finding was first seen, where a baseline knows that, else since its advisory
# was published.
age(finding) := finding.age_days if {
	is_number(finding.age_days)
} else := days(today) - days(began(finding))

began(finding) := finding.first_seen_at if {
	finding.first_seen_at
} else := finding.published_at

# counted: from what its age is counted.
counted(finding) := "first seen" if {
	finding.first_seen_at
} else := "published"

# say: words with the name of a finding in front, where it is known.
say(finding, words) := concat("", [finding.identifiers[0], " in ", finding.component.name, " ", finding.component.version, ": ", words]) if {
	finding.component.name
} else := concat(": ", [finding.identifiers[0], words]) if {
	finding.identifiers[0]
} else := words

# days: of a date since the year 0, so that two can be subtracted.
days(date) := ((((365 * year) + floor(year / 4)) - floor(year / 100)) + floor(year / 400)) + (floor(((153 * month) + 2) / 5) + day) if {
	regex.match(`^[0-9]{4}-[0-9]{2}-[0-9]{2}`, date)
	parts := split(substring(date, 0, 10), "-")
	written := number(parts[1])
	month := (written + 9) % 12
	year := number(parts[0]) - january_or_february(written)
	day := number(parts[2])
}

january_or_february(month) := 1 if {
	month <= 2
} else := 0

number(text) := to_number(trim_left(text, "0"))

# is_image: a target with a configuration of its own; folders, archives of files and SBOMs have none.
is_image(target) if not target.kind in {"repo", "rootfs", "sbom"}

# of_target: a result of one target does not repeat its name.
of_target(item, target) if item.target == target.name

of_target(item, _) if item.target == ""

of_target(item, _) if not item.target

# packages: how many components a target has.
packages(target) := target.packages if {
	is_number(target.packages)
} else := count([1 | some component in input.components; of_target(component, target)])
