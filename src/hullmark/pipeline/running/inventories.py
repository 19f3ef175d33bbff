"""Inventories of other scanners beside our own: what only they saw is in the result too."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from hullmark.merge.subject import name_key, subject_of, version_key
from hullmark.model.component import Component
from hullmark.pipeline.running.adapters import runnable, runs_of
from hullmark.pipeline.running.outcome import Outcome


def seen_only_by_others(
    outcomes: Iterable[Outcome], own: Mapping[str, Sequence[Component]]
) -> list[tuple[str, Component]]:
    """Return target and component of what an inventory lists and ours does not, each once.

    Its cataloger is the scanner that saw it. Names and versions are compared in their normal form.
    """
    known = runnable()
    seen = {target: set(map(_identity, held)) for target, held in own.items()}
    found: list[tuple[str, Component]] = []
    for outcome in outcomes:
        adapter = known.get(outcome.row.scanner)
        if adapter is None or not runs_of(adapter).inventory:
            continue
        there = seen.setdefault(outcome.row.target, set())
        for report in outcome.reports:
            for component in report.components:
                identity = _identity(component)
                if component.name and component.type != "generic" and identity not in there:
                    there.add(identity)
                    named = replace(component, cataloger=report.scanner)
                    found.append((outcome.row.target, named))
    return found


def _identity(component: Component) -> tuple[object, ...]:
    subject = subject_of(replace(component, source_name="", source_version=""))
    return (*name_key(subject), version_key(subject, component.version))
