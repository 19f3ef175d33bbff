"""Compares two results about the same targets: what is new, changed, gone, and each time why.

Findings meet by lineage of the target and by what they are about, not by fingerprint alone: a flaw
that got another name, a key of secrets that is another machine's, two versions of one component of
which the lower is cured are still the same problem. Two results of one target and nothing else
between them give ``unchanged`` throughout, whatever order, tag, digest or tool version is in them.

**Why.** What a change to the image did comes before what a change to the data did, and both are
told by evidence: whether the component was there before (the inventories), whether its layer came
with the base image, whether who says it looked at all, on which data and in which version.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from hullmark.merge.causes import Side, why_gone, why_new
from hullmark.merge.identifiers import joining_ids
from hullmark.merge.subject import name_key
from hullmark.merge.violations import normal_subject
from hullmark.model.baseline import BaselineState, BaselineSummary, Cause
from hullmark.model.finding import Finding, Kind
from hullmark.model.lineage import lineage_of
from hullmark.model.scan import ScanResult, Target

BaseLayers = Callable[[Target], int]
"""How many of a target's lowest layers came with its base image, 0 where nothing tells."""


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """Two results side by side."""

    findings: tuple[Finding, ...]
    """Of the later result in its order, each with state and, unless unchanged, cause."""
    absent: tuple[Finding, ...]
    """Of the earlier result, with cause."""
    common: int
    """Targets that both know."""
    added: tuple[str, ...]
    """Targets that only the later result knows."""
    missing: tuple[str, ...]
    """Targets that only the earlier result knows."""

    def summary(self, *, source: str, created: str) -> BaselineSummary:
        """Return the numbers."""
        held = [*self.findings, *self.absent]
        states = Counter(str(each.baseline_state) for each in held)
        causes = Counter(f"{each.baseline_state}: {each.cause}" for each in held if each.cause)
        return BaselineSummary(
            source=source,
            created=created,
            new=states[BaselineState.NEW],
            unchanged=states[BaselineState.UNCHANGED],
            updated=states[BaselineState.UPDATED],
            absent=states[BaselineState.ABSENT],
            causes=dict(sorted(causes.items(), key=lambda item: (-item[1], item[0]))),
        )


def compare(new: ScanResult, old: ScanResult, *, base_layers: BaseLayers) -> Compared:
    """Return what has become of the findings of ``old`` in ``new``.

    Args:
        new: The later result.
        old: The earlier one.
        base_layers: Tells base image from code by a target's history.
    """
    names = _names(new.targets, old.targets)
    now = Side(new, names, base_layers=base_layers)
    before = Side(old, names, base_layers=base_layers)
    partners = dict(_partners(now, before))
    earlier = [old.findings[index] for index in partners.values()]
    findings = list(new.findings)
    for index, was in zip(partners, earlier, strict=True):
        findings[index] = _beside(new.findings[index], was, now=now, before=before)
    for index, finding in enumerate(new.findings):
        if index not in partners:
            looked_before = now.lineage(finding.target) in before.lineages
            findings[index] = replace(
                finding,
                baseline_state=BaselineState.NEW,
                cause=finding.cause or why_new(finding, now=now, before=before),
                first_seen_at=finding.first_seen_at or (_day(new) if looked_before else None),
            )
    met = set(partners.values())
    absent = tuple(
        replace(
            finding,
            baseline_state=BaselineState.ABSENT,
            cause=why_gone(finding, now=now, before=before),
        )
        for index, finding in enumerate(old.findings)
        if index not in met
    )
    return Compared(
        findings=tuple(findings),
        absent=absent,
        common=len(now.lineages & before.lineages),
        added=tuple(sorted(now.lineages - before.lineages)),
        missing=tuple(sorted(before.lineages - now.lineages)),
    )


def _names(new: Iterable[Target], old: Iterable[Target]) -> dict[str, str]:
    """Return target name → lineage; where only one side names a platform, it is left out."""
    lineages = {target.name: lineage_of(target) for target in (*new, *old)}
    sides = [{lineage_of(target) for target in side} for side in (new, old)]
    bare: defaultdict[str, set[str]] = defaultdict(set)
    for lineage in lineages.values():
        bare[lineage.partition("@")[0]].add(lineage)
    for name, lineage in lineages.items():
        same = bare[lineage.partition("@")[0]]
        if len(same) > 1 and all(len(side & same) <= 1 for side in sides):
            lineages[name] = lineage.partition("@")[0]
    return lineages


def _partners(now: Side, before: Side) -> Iterator[tuple[int, int]]:
    """Yield positions of findings that are one problem; the surest ways to meet come first."""
    free_now = dict.fromkeys(range(len(now.result.findings)))
    free_before = dict.fromkeys(range(len(before.result.findings)))
    for keys in (_exact, _by_id, _by_name, _by_place):
        waiting: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
        for index in free_before:
            for key in keys(before, before.result.findings[index]):
                waiting[key].append(index)
        for index in list(free_now):
            found = _first_free(keys(now, now.result.findings[index]), waiting, free_before)
            if found is not None:
                del free_now[index]
                del free_before[found]
                yield index, found


def _first_free(
    keys: Iterable[tuple[object, ...]],
    waiting: dict[tuple[object, ...], list[int]],
    free: dict[int, None],
) -> int | None:
    for key in keys:
        for index in waiting.get(key, ()):
            if index in free:
                return index
    return None


def _exact(side: Side, finding: Finding) -> Iterator[tuple[object, ...]]:
    """The same flaw under any of its ids, in the same component at the same version."""
    if finding.kind is Kind.VULNERABILITY and finding.component is not None:
        lineage = side.lineage(finding.target)
        component = finding.component
        for identifier in joining_ids(finding.identifiers):
            yield (lineage, identifier, *name_key(component), component.version)
    elif finding.kind is not Kind.VULNERABILITY:
        yield (side.lineage(finding.target), finding.id)


def _by_id(side: Side, finding: Finding) -> Iterator[tuple[object, ...]]:
    yield (side.lineage(finding.target), finding.id)


def _by_name(side: Side, finding: Finding) -> Iterator[tuple[object, ...]]:
    """The same flaw in the same component at another version."""
    if finding.kind is Kind.VULNERABILITY:
        lineage = side.lineage(finding.target)
        name = name_key(finding.component) if finding.component is not None else ("", "")
        for identifier in joining_ids(finding.identifiers):
            yield (lineage, identifier, *name)


def _by_place(side: Side, finding: Finding) -> Iterator[tuple[object, ...]]:
    """The same rule in the same part of the same file: secrets hashed with another key."""
    if finding.kind in {Kind.SECRET, Kind.MISCONFIGURATION}:
        path = finding.locations[0].path if finding.locations else finding.subject
        for rule in finding.identifiers:
            yield (
                side.lineage(finding.target),
                finding.kind,
                rule,
                normal_subject(path),
                finding.anchor,
                finding.secret_masked,
            )


def _beside(finding: Finding, was: Finding, *, now: Side, before: Side) -> Finding:
    cause = _why_changed(finding, was, now=now, before=before)
    state = BaselineState.UPDATED if cause else BaselineState.UNCHANGED
    known = [day for each in (finding, was) if (day := each.first_seen_at)]
    first = min([*known, _day(before.result)]) if known else _day(before.result)
    return replace(finding, baseline_state=state, cause=cause, first_seen_at=first)


def _day(result: ScanResult) -> str:
    return result.created_at.date().isoformat()


def _why_changed(finding: Finding, was: Finding, *, now: Side, before: Side) -> Cause | None:
    """Return why a finding is not what it was; ``None`` where nothing that matters changed.

    Places, titles, who says it and how likely it is to be exploited move without anything having
    happened; what counts is whether it is accepted, at which version, how bad, and what fixes it.
    """
    if finding.suppressed != was.suppressed:
        return Cause.SUPPRESSION if finding.suppressed else Cause.SUPPRESSION_EXPIRY
    if _version(finding) != _version(was):
        return now.own_cause(finding, before)
    if finding.severity is not was.severity:
        return Cause.RE_RATING
    if (
        set(finding.fixed_in) != set(was.fixed_in)
        or finding.priority.known_exploited != was.priority.known_exploited
    ):
        return Cause.ADVISORY_DATA
    return None


def _version(finding: Finding) -> str:
    return finding.component.version if finding.component is not None else ""


def join_summaries(summaries: Sequence[BaselineSummary]) -> BaselineSummary:
    """Return the sum of comparisons with several earlier results."""
    causes: Counter[str] = Counter()
    for each in summaries:
        causes.update(each.causes)
    return BaselineSummary(
        source=", ".join(dict.fromkeys(each.source for each in summaries)),
        created=max((each.created for each in summaries), default=""),
        new=sum(each.new for each in summaries),
        unchanged=sum(each.unchanged for each in summaries),
        updated=sum(each.updated for each in summaries),
        absent=sum(each.absent for each in summaries),
        causes=dict(causes),
    )
