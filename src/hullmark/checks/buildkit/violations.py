"""Warnings of BuildKit's linter as violations, joined to what our own checks say there."""

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from hullmark.checks.buildkit.lint import lint
from hullmark.checks.buildkit.rules import LEVELS, TITLES, Warned
from hullmark.checks.bundle import Bundle
from hullmark.checks.ignores import Ignores, ignores_of
from hullmark.checks.record import Check, Document, Place
from hullmark.formats.dockerfile import parse_dockerfile
from hullmark.formats.dockerignore import Pattern
from hullmark.kernel.errors import HullmarkError
from hullmark.model.component import Location
from hullmark.model.finding import Kind
from hullmark.model.severity import Rating
from hullmark.model.violation import Violation

BUILDKIT: Final = "buildkit"
"""Whose rules they are; Hullmark applies them, no builder runs."""
_PAGES = "https://docs.docker.com/reference/build-checks/"
_REPLACED = "MultipleInstructionsDisallowed"
_INSTRUCTION = re.compile(r"\b(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|HEALTHCHECK)\b", re.IGNORECASE)
_NAME = re.compile(r'"([^"]*)"\)?$')


def with_buildkit(
    own: Sequence[Violation],
    document: Document,
    bundle: Bundle,
    *,
    ignored: tuple[Pattern, ...] = (),
) -> list[Violation]:
    """Return our own violations of a Dockerfile, and what BuildKit's rules add.

    Where both say the same of one instruction they get one place, so that they become one finding.
    A command that a later one replaces is where BuildKit points at; ours points at the later one,
    and the finding has both places.
    """
    held = list(own)
    try:
        parsed = parse_dockerfile(document.text.encode("utf-8", "replace"), path=document.path)
        warnings = lint(parsed, ignored=ignored)
    except HullmarkError:
        return held  # the reader of checks says what is wrong with the file
    ignores = ignores_of(document.text)
    for warned in warnings:
        check = _same(warned, bundle)
        place = document.locate({"line": warned.line})
        location = Location(path=document.path, line=warned.line, column=1)
        locations: tuple[Location, ...] = (location,)
        position = _partner(warned, check, place, held[: len(own)]) if check else None
        if position is not None:
            locations = held[position].locations
            if warned.rule == _REPLACED and location.line not in {at.line for at in locations}:
                locations = (location, *locations)
                held[position] = replace(held[position], locations=locations)
        held.append(_violation(warned, check, place, locations, document.path, ignores))
    return held


def _same(warned: Warned, bundle: Bundle) -> Check | None:
    """Return our check for the same; of several, the one about this instruction."""
    found = [each for each in bundle.checks if warned.rule in each.equivalents.get(BUILDKIT, ())]
    if len(found) < 2:
        return found[0] if found else None
    named = _INSTRUCTION.findall(warned.detail)
    instruction = named[-1].lower() if named else ""
    return next((each for each in found if instruction in each.reads), None)


def _partner(warned: Warned, check: Check, place: Place, own: Sequence[Violation]) -> int | None:
    name = _NAME.search(warned.detail)
    for position, each in enumerate(own):
        if each.rule != check.id:
            continue
        line = each.locations[0].line or 0
        if warned.rule == _REPLACED:
            # Ours speaks of the next one in the same stage.
            if each.anchor == place.anchor and line > warned.line:
                return position
        elif line in place.within and (
            warned.rule != "SecretsUsedInArgOrEnv" or name is None or f"'{name[1]}'" in each.message
        ):
            return position
    return None


def _violation(
    warned: Warned,
    check: Check | None,
    place: Place,
    locations: tuple[Location, ...],
    path: str,
    ignores: Ignores,
) -> Violation:
    level = LEVELS[warned.rule]
    page = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", warned.rule).lower()
    ignored = ignores.reason_of((warned.rule,), place)
    if check is not None:
        ignored = ignored or ignores.reason(check, place)
    return Violation(
        kind=Kind.MISCONFIGURATION,
        rule=warned.rule,
        same_as=check.id if check else "",
        title=TITLES[warned.rule],
        message=warned.detail,
        ratings=(Rating(source=BUILDKIT, level=level, label="warning"),),
        subject=path,
        anchor=place.anchor,
        locations=locations,
        references=(f"{_PAGES}{page}/",),
        ignored=ignored,
        scanner=BUILDKIT,
    )
