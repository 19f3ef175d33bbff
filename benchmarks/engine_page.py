"""The comparison of engines as a table, and as a page of the reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine_proof import Proof
    from engines import Comparison

REASONS = {
    "withdrawn": (
        "policy",
        (
            "The record's summary begins with 'Withdrawn' or 'Duplicate Advisory', or its text "
            "with '** REJECT **'. We leave it out; the other engine goes by its ranges alone."
        ),
    ),
    "binary-version": (
        "theirs",
        (
            "A Debian binary whose version is not that of its source package. "
            "Debian's records speak of the source package's version, which is past the fix; "
            "the other engine compares the binary's."
        ),
    ),
    "other-name": (
        "theirs",
        (
            "The other engine lists the package under another name (a jar after its manifest "
            "instead of its pom.properties) and reports advisories of that name."
        ),
    ),
    "removed": (
        "theirs",
        (
            "The package is in a lower layer only: a higher layer deletes it. "
            "We list it under `removed` and report nothing for it, as the two others do."
        ),
    ),
    "ignored-by-rule": (
        "policy",
        (
            "The other engine finds it and takes it out by a built-in rule (kernel headers). "
            "We report it under the source package, where the distribution files it; "
            "see the page on matching."
        ),
    ),
    "false-positive-list": (
        "policy",
        (
            "On a list of false positives inside the other engine. "
            "Debian's tracker has it open in this release, so we report it."
        ),
    ),
    "unreachable-symbols": (
        "policy",
        (
            "A Go module whose vulnerable symbols the other engine does not see in the binary. "
            "From a bill of materials, without symbols, it reports the finding as well. "
            "A symbol table can be stripped, so we report the module."
        ),
    ),
    "no-reader": ("theirs", "The other engine has no reader for this ecosystem."),
    "not-listed": (
        "theirs",
        (
            "The other engine does not list the package, or not under this name and version, "
            "so it could not match it."
        ),
    ),
    "unexplained": ("open", "No class fits."),
}
"""Class of difference → whose it is, and why."""

EXAMPLES = 3
"""Pairs shown of each class."""


def table(comparisons: Iterable[Comparison]) -> str:
    """Return counts per engine, image and ecosystem, as Markdown."""
    lines = [
        "| engine | image | ecosystem | theirs | found | missed | extra |",
        "|---|---|---|---:|---:|---:|---:|",
    ]
    for each in comparisons:
        for kind, theirs, found, missed, extra in each.counts():
            engine = each.engine
            lines.append(
                f"| {engine.name} | {engine.image} | {kind} | {theirs} | {found} | {missed} "
                f"| {extra} |"
            )
    return "\n".join(lines)


def page(comparisons: list[Comparison], proof: Proof) -> str:
    """Return the whole page."""
    total = proof.proven + len(proof.unproven)
    return "\n".join(
        [
            "# Three engines, one data set",
            "",
            "<!-- written by benchmarks/engines.py -->",
            "",
            "Our findings beside those of Trivy 0.74.0, Grype 0.121.2 and Clair 4.9.0.",
            "All four rest on the same advisories and the same packages of three Debian images.",
            (
                "A finding is a flaw and an installed package at its version; "
                "flaws are compared under one id per alias group."
            ),
            (
                "Found are findings of theirs that we have too; missed are those we do not have; "
                "extra are ours alone."
            ),
            "",
            table(comparisons),
            "",
            (
                f"Of our extra findings {proof.proven} of {total} follow from a published record, "
                "checked by another implementation of version order."
            ),
            "",
            *_agreement(comparisons),
            "",
            "## Classes of difference",
            "",
            (
                "Whose a class is: *theirs* is a limit or an error of the other engine, "
                "*policy* a decision that could be taken either way."
            ),
            "",
            *_classes(comparisons),
        ]
    )


def _agreement(comparisons: list[Comparison]) -> Iterator[str]:
    """Say what at least two of the others found and we did not."""
    images = dict.fromkeys(each.engine.image for each in comparisons)
    for image in images:
        own = [each for each in comparisons if each.engine.image == image]
        said: defaultdict[tuple[str, ...], int] = defaultdict(int)
        for each in own:
            for one in each.engine.pairs - each.ours:
                said[one] += 1
        both = sorted(one for one, engines in said.items() if engines > 1)
        kept = {one: name for each in own for name, pairs in each.classes.items() for one in pairs}
        reasons = sorted({kept[one] for one in both})
        yield (
            f"- {image}: {len(both)} missed that more than one other engine finds"
            + (f" ({', '.join(reasons)})." if both else ".")
        )


def _classes(comparisons: list[Comparison]) -> Iterator[str]:
    for name, (whose, reason) in REASONS.items():
        rows = [each for each in comparisons if each.classes.get(name)]
        if not rows:
            continue
        yield f"### {name}"
        yield ""
        yield f"*{whose}.* {reason}".replace(". ", ".\n")
        yield ""
        yield "| engine | image | findings | for example |"
        yield "|---|---|---:|---|"
        for each in rows:
            pairs = each.classes[name]
            shown = ", ".join(f"{one[0]} in {one[2]} {one[3]}" for one in pairs[:EXAMPLES])
            yield f"| {each.engine.name} | {each.engine.image} | {len(pairs)} | {shown} |"
        yield ""
