"""Scanners side by side over one result: who says what, who agrees, who was silent and why."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from hullmark.formats.result import Finding, LedgerRow, Result
from hullmark.model.finding import Kind
from hullmark.model.ledger import INCOMPLETE, Status
from hullmark.model.silence import SilenceKind


class Silence(NamedTuple):
    """A scanner that looked at a target and did not say what others said."""

    scanner: str
    kind: SilenceKind
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


def silences_of(result: Result) -> Callable[[Finding], list[Silence]]:
    """Return what tells of a finding who looked for such things and did not report it, and why.

    Reasons that the result holds come first; where it holds none, what the ledger says of those
    who report anything of this kind in the same target. Of others nobody expects it.
    """
    peers = _peers(result)

    def silences(finding: Finding) -> list[Silence]:
        told = [Silence(each.scanner, each.kind, each.reason) for each in finding.silences]
        heard = {source.scanner for source in finding.sources} | {each.scanner for each in told}
        silent = sorted(peers[finding.target, finding.kind] - heard)
        return told + [Silence(name, *_why(result, finding.target, name)) for name in silent]

    return silences


def silence_counts(result: Result) -> dict[str, dict[str, int]]:
    """Return scanner → kind of reason → findings that it does not report, most frequent first."""
    silences = silences_of(result)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for finding in result.findings:
        for each in silences(finding):
            counts[each.scanner][each.kind.value] += 1
    return {name: dict(counts[name].most_common()) for name in sorted(counts)}


def find_findings(result: Result, wanted: str) -> list[Finding]:
    """Return findings by fingerprint, start of one, or any id, in the order of the result."""
    key = wanted.upper()
    return [
        finding
        for finding in result.findings
        if finding.id.upper().startswith(key)
        or any(identifier.upper() == key for identifier in finding.identifiers)
    ]


def _why(result: Result, target: str, scanner: str) -> tuple[SilenceKind, str]:
    for row in result.ledger:
        if (row.scanner, row.target) == (scanner, target) and row.status in INCOMPLETE:
            said = f"{row.check}: {row.status}" + (f", {row.reason}" if row.reason else "")
            return SilenceKind.FAILED, said
    return SilenceKind.UNKNOWN, "it looks for such things here and does not report this"


def _peers(result: Result) -> defaultdict[tuple[str, Kind], set[str]]:
    peers: defaultdict[tuple[str, Kind], set[str]] = defaultdict(set)
    for each in result.findings:
        peers[each.target, each.kind].update(source.scanner for source in each.sources)
    return peers


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
    """Tell whether a row is about something that ends in findings."""
    told = row.scanner not in {"hullmark", "unknown"} and row.check not in {"packages", "program"}
    return bool(row.target) and told
