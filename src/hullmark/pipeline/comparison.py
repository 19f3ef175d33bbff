"""Scanners side by side over one result: who says what, who agrees, who was silent and why."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from hullmark.formats.result import Finding, LedgerRow, Result
from hullmark.model.ledger import INCOMPLETE, Status


class Silence(NamedTuple):
    """A scanner that looked at a target and did not say what others said."""

    scanner: str
    reason: str


class Agreement(NamedTuple):
    """How often two scanners say the same."""

    one: str
    other: str
    both: int
    only_one: int
    only_other: int


def scanners_of(result: Result) -> list[str]:
    """Return every scanner that said something or has a row in the ledger, in order of name."""
    names = {source.scanner for finding in result.findings for source in finding.sources}
    names |= {row.scanner for row in result.ledger if _is_scanner(row)}
    return sorted(names)


def agreements(result: Result) -> list[Agreement]:
    """Return how every two scanners agree over the findings of targets that both looked at."""
    names = scanners_of(result)
    looked = {name: _targets(result, name) for name in names}
    said = [({s.scanner for s in f.sources}, f.target) for f in result.findings]
    pairs = []
    for index, one in enumerate(names):
        for other in names[index + 1 :]:
            common = looked[one] & looked[other]
            counts = Counter((one in who, other in who) for who, target in said if target in common)
            pairs.append(
                Agreement(one, other, counts[True, True], counts[True, False], counts[False, True])
            )
    return pairs


def silences(result: Result, finding: Finding) -> list[Silence]:
    """Return every scanner that looked at the finding's target and did not report it, with why."""
    heard = {source.scanner for source in finding.sources}
    told = [Silence(each.scanner, f"{each.kind}: {each.reason}") for each in finding.silences]
    heard |= {each.scanner for each in told}
    return told + [
        Silence(name, _reason(result, finding, name))
        for name in scanners_of(result)
        if name not in heard and finding.target in _targets(result, name)
    ]


def find_findings(result: Result, wanted: str) -> list[Finding]:
    """Return findings by fingerprint, start of one, or any id, in the order of the result."""
    key = wanted.upper()
    return [
        finding
        for finding in result.findings
        if finding.id.upper().startswith(key)
        or any(identifier.upper() == key for identifier in finding.identifiers)
    ]


def _reason(result: Result, finding: Finding, scanner: str) -> str:
    rows = [r for r in result.ledger if r.scanner == scanner and r.target == finding.target]
    for row in rows:
        if row.status in INCOMPLETE:
            return f"{row.check}: {row.status}" + (f", {row.reason}" if row.reason else "")
    component = finding.component
    if component is not None and not _sees(result, finding, scanner):
        return (
            f"it says nothing about any {component.type} package here: "
            "it may not read them, or has no data"
        )
    dates = {s.data_date[:10] for s in finding.sources if s.data_date}
    own = next((row.data_date[:10] for row in rows if row.data_date), "")
    if own and dates and own < min(dates):
        return f"its data is of {own}, older than that of those who report it ({min(dates)})"
    return "unknown: it ran, and reads packages of this kind"


def _sees(result: Result, finding: Finding, scanner: str) -> bool:
    """Say whether a scanner reports anything of this kind of package in this target."""
    kind = finding.component.type if finding.component else ""
    return any(
        each.target == finding.target
        and each.component is not None
        and each.component.type == kind
        and any(source.scanner == scanner for source in each.sources)
        for each in result.findings
    )


def _targets(result: Result, scanner: str) -> set[str]:
    named = {
        finding.target
        for finding in result.findings
        if any(source.scanner == scanner for source in finding.sources)
    }
    ran: Iterable[LedgerRow] = (
        row
        for row in result.ledger
        if row.scanner == scanner and row.status not in {Status.ABSENT, Status.SKIPPED}
    )
    return named | {row.target for row in ran if row.target}


def _is_scanner(row: LedgerRow) -> bool:
    return bool(row.target) and row.scanner not in {"hullmark", "unknown"}
