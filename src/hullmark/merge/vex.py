"""Applies VEX statements to findings: suppressed is what a supplier says is no problem here.

A statement applies where its vulnerability is one of the finding's ids and one of its products is

- the image or document that was scanned, with the finding's component among the parts (or none
  named), or
- the component itself, or
- a component that holds the finding's component, provided that every way from it to the top goes
  through such a product: what nothing else brings along is told by the dependencies, and without
  any only what stands alone is certain.

purls match when type, namespace and name are equal, and version and qualifiers are equal where the
statement has them; a statement about versions of a product covers those alone. Of several
statements about one thing the latest counts; two of the same time that disagree count as none, and
that is said.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec
from msgspec.structs import replace

from hullmark.merge.same_image import joined_marks
from hullmark.merge.vex_products import is_covered, parsed_purl, purl_matches
from hullmark.model.component import Component
from hullmark.model.finding import Finding, Kind
from hullmark.model.report import ScannerReport
from hullmark.model.scan import Target
from hullmark.model.vex import VexProduct, VexStatement, VexStatus

SUPPRESSING: Final = frozenset({VexStatus.NOT_AFFECTED, VexStatus.FIXED})
_STEPS: Final = 10_000
"""Components looked at on the way up from one; graphs of real products are smaller."""


class VexSubject(msgspec.Struct, frozen=True, kw_only=True):
    """What was scanned, as statements may name it."""

    purls: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """References and repository digests."""
    digests: tuple[str, ...] = ()
    document: str = ""
    """``urn:cdx:SERIAL/VERSION`` of a bill of materials."""
    dependents: Mapping[str, Sequence[str]] = {}
    """purl → purls of the components that need it, where that is known."""


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """Findings after all statements, and what was not applied though it looked as if."""

    findings: tuple[Finding, ...]
    unused: tuple[VexStatement, ...] = ()
    """Statements that suppressed nothing and contradicted nothing."""
    notes: tuple[str, ...] = ()


def subject_of_target(target: Target, reports: Iterable[ScannerReport] = ()) -> VexSubject:
    """Return how statements may name a target, and what reports about it know besides."""
    held = tuple(reports)
    marks = joined_marks(held)
    digests = [str(each) for each in (target.digest, target.config_digest) if each]
    above: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for purl, needing in ((p, n) for each in held for p, n in each.dependents.items()):
        above[purl].update(dict.fromkeys(needing))
    return VexSubject(
        names=tuple(dict.fromkeys((target.name, *marks.names))),
        purls=tuple(name for name in marks.names if name.startswith("pkg:")),
        digests=tuple(dict.fromkeys((*digests, *marks.digests, *marks.config_digests))),
        document=next((name for name in marks.names if name.startswith("urn:cdx:")), ""),
        dependents={purl: tuple(needing) for purl, needing in above.items()},
    )


def apply_vex(
    findings: Iterable[Finding],
    statements: Sequence[VexStatement],
    *,
    subject: VexSubject,
) -> Applied:
    """Return the findings with those suppressed that statements say are no problem.

    Args:
        findings: Of one target.
        statements: Of all documents, in the order in which they were given.
        subject: The target.
    """
    by_id: defaultdict[str, list[int]] = defaultdict(list)
    for index, statement in enumerate(statements):
        for identifier in {statement.vulnerability, *statement.aliases}:
            by_id[identifier.upper()].append(index)
    used: set[int] = set()
    notes: dict[str, None] = {}
    out = []
    for finding in findings:
        indexes = {i for each in finding.identifiers for i in by_id.get(each.upper(), ())}
        held = [
            (index, statements[index])
            for index in sorted(indexes)
            if finding.kind is Kind.VULNERABILITY
            and applies(statements[index], finding, subject=subject)
        ]
        used.update(index for index, _ in held)
        out.append(_decided(finding, [statement for _, statement in held], notes))
    unused = tuple(each for index, each in enumerate(statements) if index not in used)
    return Applied(findings=tuple(out), unused=unused, notes=tuple(notes))


def applies(statement: VexStatement, finding: Finding, *, subject: VexSubject) -> bool:
    """Say whether a statement is about the component of a finding in this subject."""
    component = finding.component
    if component is None:
        return any(
            _is_subject(product, subject) and not product.versions for product in statement.products
        )
    purls = (component.purl, *finding.packages)
    concerned = [
        product
        for product in statement.products
        if not product.subcomponents
        or (
            is_covered(component, product.versions)
            and any(_names(ids, purls, component) for ids in product.subcomponents)
        )
    ]
    for product in concerned:
        # Which version of the whole was scanned nobody says.
        whole = not product.versions or bool(product.subcomponents)
        if whole and _is_subject(product, subject):
            return True
        if (
            not product.subcomponents
            and _names(product.ids, purls, component)
            and is_covered(component, product.versions)
        ):
            return True
    parents = [product.ids for product in concerned if product.subcomponents]
    return bool(parents) and any(_enclosed(purl, parents, subject.dependents) for purl in purls)


def _decided(finding: Finding, held: list[VexStatement], notes: dict[str, None]) -> Finding:
    if not held:
        return finding
    times = [_moment(statement.stated_at) for statement in held]
    last = [held[at] for at, time in enumerate(times) if time == max(times)]
    verdicts = {statement.status in SUPPRESSING for statement in last}
    if len(verdicts) > 1:
        places = " and ".join(statement.source for statement in last)
        notes[f"{finding.identifiers[0]}: {places} contradict each other; neither is applied"] = (
            None
        )
        return finding
    statement = last[-1]
    if statement.status not in SUPPRESSING:
        return finding
    reason = statement.justification or statement.detail or "no reason is given"
    said = f"VEX {statement.status}: {reason}"
    if statement.author:
        said += f" (says {statement.author})"
    return replace(finding, suppressed=True, suppression=f"{said}; {statement.source}")


def _moment(stated_at: str) -> datetime:
    """Return when something was stated, wherever on earth; before everything where it is unsaid."""
    try:
        moment = datetime.fromisoformat(stated_at)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _is_subject(product: VexProduct, subject: VexSubject) -> bool:
    for identifier in product.ids:
        if identifier in subject.names or identifier in subject.digests:
            return True
        if subject.document and identifier.rstrip("/") == subject.document:
            return True
        if identifier.startswith("pkg:oci/") and _is_image(identifier, subject):
            return True
        if any(purl_matches(identifier, purl) for purl in subject.purls):
            return True
    return False


def _is_image(identifier: str, subject: VexSubject) -> bool:
    """Match an image's purl: by digest where it has one, else by the repository's last name."""
    wanted = parsed_purl(identifier)
    if wanted is None:
        return False
    if wanted.version.startswith("sha256:"):
        held = {*subject.digests, *(name.rpartition("@")[2] for name in subject.names)}
        return wanted.version in held
    repository = wanted.qualifier("repository_url").lower()
    tag = wanted.qualifier("tag")
    for name in subject.names:
        full = name.partition("@")[0]
        head, _, last = full.rpartition("/")
        last, _, version = last.partition(":")
        if last.lower() != wanted.name or (tag and version != tag):
            continue
        path = f"{head}/{last}".strip("/").lower()
        if not repository or path == repository or repository.endswith(f"/{path}"):
            return True
    return False


def _names(ids: Sequence[str], purls: Sequence[str], component: Component) -> bool:
    """Say whether any id is a purl of the component, or its name and version."""
    spelled = (component.name, f"{component.name}@{component.version}")
    return any(each in spelled or any(purl_matches(each, purl) for purl in purls) for each in ids)


def _enclosed(
    purl: str, parents: Sequence[Sequence[str]], dependents: Mapping[str, Sequence[str]]
) -> bool:
    """Say whether every way from a component to the top goes through one of ``parents``."""
    if purl not in dependents or not dependents[purl]:
        return False
    waiting, seen = [purl], {purl}
    while waiting and len(seen) < _STEPS:
        above = dependents.get(waiting.pop(), ())
        if not above:
            return False  # the top, and no such product on the way
        for each in above:
            if each in seen or any(purl_matches(i, each) for ids in parents for i in ids):
                continue
            seen.add(each)
            waiting.append(each)
    return not waiting
