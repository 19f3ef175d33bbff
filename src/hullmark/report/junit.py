"""JUnit XML: what CI servers show as tests, so that every check is a test.

A check that ran is a test that passed; one that did not is an error, so that a report with nothing
in it is never green. A finding is a failure, a suppressed one a skipped test with its reason.
"""

from collections.abc import Iterable, Iterator, Sequence

from hullmark.formats.document import repaired
from hullmark.model.finding import Finding
from hullmark.model.ledger import INCOMPLETE, LedgerRow, Status
from hullmark.model.scan import ScanResult, Verdict
from hullmark.report.place import layer_words
from hullmark.report.summary import by_importance
from hullmark.report.visible import visible
from hullmark.report.words import fix_words, name_of, subject_of

_TEXT = 4_000
"""Characters of a description; a server keeps every report of every build."""
_PLACES = 20
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "'": "&apos;"}
)


def write_junit(result: ScanResult) -> bytes:
    """Return a suite per target, one test per check and per finding."""
    suites = [(name, *_suite(name, result)) for name in _names(result)]
    total = [sum(counts) for counts in zip(*(counts for _, counts, _ in suites), strict=True)]
    out = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    out.append(_open("testsuites", [("name", "Hullmark"), *_counts(total or [0, 0, 0, 0])]))
    moment = f"{result.created_at:%Y-%m-%dT%H:%M:%S}"
    for name, counts, cases in suites:
        attributes = [("name", name), *_counts(counts), ("timestamp", moment), ("time", "0")]
        out.append(_open("testsuite", attributes))
        out += _properties(result)
        out += cases
        out.append("</testsuite>\n")
    out.append("</testsuites>\n")
    return "".join(out).encode()


def _names(result: ScanResult) -> list[str]:
    names = dict.fromkeys(target.name for target in result.targets)
    names |= dict.fromkeys(finding.target for finding in result.findings)
    names |= dict.fromkeys(row.target for row in result.ledger)
    return list(names) or [""]


def _suite(name: str, result: ScanResult) -> tuple[list[int], list[str]]:
    """Return tests, failures, errors, skipped; and the test cases."""
    rows = [row for row in result.ledger if row.target == name]
    findings = [finding for finding in result.findings if finding.target == name]
    opened = by_importance(findings)
    hidden = by_importance(findings, suppressed=True)
    cases = [*map(_check, rows), *map(_failure, opened), *map(_skipped, hidden)]
    errors = sum(row.status in INCOMPLETE for row in rows)
    passed_over = sum(row.status is Status.SKIPPED for row in rows)
    return [len(cases), len(opened), errors, len(hidden) + passed_over], cases


def _counts(counts: Sequence[int]) -> list[tuple[str, str]]:
    names = ("tests", "failures", "errors", "skipped")
    return [(name, str(count)) for name, count in zip(names, counts, strict=True)]


def _properties(result: ScanResult) -> Iterator[str]:
    verdict: Verdict = result.verdict
    values = [
        ("tool", f"hullmark {result.tool_version}"),
        ("verdict", verdict.status.value),
        ("profile", verdict.profile),
    ]
    yield "<properties>"
    for name, value in values:
        yield f'<property name="{name}" value="{_attribute(value)}"/>'
    yield "</properties>\n"


def _check(row: LedgerRow) -> str:
    head = _case(f"check.{row.scanner}", row.check)
    words = row.reason or row.status.value
    if row.status in INCOMPLETE:
        error = f'<error type="{row.status.value}" message="{_attribute(words)}"/>'
        return f"{head}>{error}</testcase>\n"
    if row.status is Status.SKIPPED:
        return f'{head}><skipped message="{_attribute(words)}"/></testcase>\n'
    return f"{head}/>\n"


def _failure(finding: Finding) -> str:
    head = _case(*_named(finding))
    message = _attribute(finding.message or finding.title or name_of(finding))
    body = _content("\n".join(_body(finding)))
    kind = f"{finding.severity.value} {finding.kind.value}"
    return f'{head}><failure type="{kind}" message="{message}">{body}</failure></testcase>\n'


def _skipped(finding: Finding) -> str:
    reason = finding.suppression or "no reason is recorded"
    skipped = f'<skipped message="suppressed: {_attribute(reason)}"/>'
    return f"{_case(*_named(finding))}>{skipped}</testcase>\n"


def _named(finding: Finding) -> tuple[str, str]:
    """Return class and name; the fingerprint's beginning parts tests that look alike."""
    name = f"{name_of(finding)} {subject_of(finding)} [{str(finding.id)[:8]}]"
    return f"{finding.kind.value}.{finding.severity.value}", name


def _body(finding: Finding) -> Iterator[str]:
    if finding.description:
        yield from map(visible, finding.description[:_TEXT].splitlines())
    if fix := fix_words(finding):
        yield f"Fixed in {fix}" if finding.fixed_in else fix.capitalize()
    if finding.remediation:
        yield visible(finding.remediation)
    yield from _place_lines(finding)


def _place_lines(finding: Finding) -> Iterable[str]:
    for place in finding.locations[:_PLACES]:
        line = f":{place.line}" if place.line else ""
        layer = layer_words(place)
        yield visible(f"{place.path}{line}" + (f" ({layer})" if layer else ""))
    if (rest := len(finding.locations) - _PLACES) > 0:
        yield f"and {rest:,} more places"


def _open(tag: str, attributes: Iterable[tuple[str, str]]) -> str:
    listed = " ".join(f'{key}="{_attribute(value)}"' for key, value in attributes)
    return f"<{tag} {listed}>\n"


def _case(class_name: str, name: str) -> str:
    return f'<testcase classname="{_attribute(class_name)}" name="{_attribute(name)}" time="0"'


def _attribute(text: str) -> str:
    return visible(repaired(text)).translate(_ESCAPES)


def _content(text: str) -> str:
    return repaired(text).translate(_ESCAPES).replace("&#10;", "\n")
