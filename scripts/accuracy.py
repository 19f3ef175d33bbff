"""Scores the catalogers against the shared inventory corpus, case by case.

Run as ``PYTHONPATH=src python scripts/accuracy.py [--write docs/reference/accuracy.md]``.
Ends with status 1 where a difference has no explanation, or an explanation no difference.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

_REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_REPOSITORY / "src"), str(_REPOSITORY / "tests")]

import pytest  # noqa: E402

import agreement  # noqa: E402 - after the path above
from inventory_cases import SUITES, Case, Outcome, cases_of, run  # noqa: E402
from inventory_distribution import distribution_cases, run_distribution  # noqa: E402

NOTES = _REPOSITORY / "docs" / "reference" / "accuracy-notes.toml"

_Results = list[tuple[Case, Outcome | None]]


@dataclass
class Score:
    """What became of the cases of one reader."""

    cases: int = 0
    equal: int = 0
    differing: list[tuple[Case, Outcome]] = field(default_factory=list)


def main() -> int:
    """Score, print, and write the page where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page here")
    parser.add_argument("--suite", action="append", help="score this suite only (repeatable)")
    parser.add_argument("--reader", help="score readers that contain this text only")
    options = parser.parse_args()
    try:
        results = _results(options.suite, options.reader or "")
    except pytest.skip.Exception as skipped:
        print(f"accuracy: {skipped}", file=sys.stderr)
        return 1
    notes = _notes()
    scores, unread = _scores(results)
    _print(scores, unread, notes)
    whole = not options.suite and not options.reader
    checks: list[str] = []
    open_checks: list[str] = []
    if whole:
        found, reasons = agreement.rows(), agreement.notes()
        checks, open_checks = (
            agreement.section(found, reasons),
            agreement.unsettled(found, reasons),
        )
        print(*open_checks, sep="\n", file=sys.stderr)
    if options.write:
        options.write.parent.mkdir(parents=True, exist_ok=True)
        options.write.write_text(_page(scores, unread, notes, checks), encoding="utf-8")
    unsaid = _unsaid(unread, stale_too=whole)
    unsettled = _unsettled(results, notes, stale_too=whole)
    return 1 if unsettled or unsaid or open_checks else 0


def _results(suites: list[str] | None, reader: str) -> _Results:
    found: _Results = []
    if not suites or "os-release" in suites:
        found += [(case, run_distribution(case)) for case in distribution_cases()]
    for suite in SUITES:
        if not suites or suite in suites:
            found += [(case, run(case)) for case in cases_of(suite) if reader in case.group]
    return found if not reader else [(case, o) for case, o in found if reader in case.group]


def _notes() -> dict[str, str]:
    raw = tomllib.loads(NOTES.read_text(encoding="utf-8"))
    return {case: " ".join(n["reason"].split()) for n in raw.get("note", []) for case in n["cases"]}


def _reasons_unread() -> dict[str, str]:
    raw = tomllib.loads(NOTES.read_text(encoding="utf-8"))
    return {group: note["reason"] for note in raw.get("unread", []) for group in note["groups"]}


def _scores(results: _Results) -> tuple[dict[tuple[str, str], Score], dict[tuple[str, str], int]]:
    scores: dict[tuple[str, str], Score] = {}
    unread: dict[tuple[str, str], int] = {}
    for case, outcome in results:
        key = (case.suite, case.group)
        if outcome is None:
            unread[key] = unread.get(key, 0) + 1
            continue
        score = scores.setdefault(key, Score())
        score.cases += 1
        score.equal += outcome.equal
        if not outcome.equal:
            score.differing.append((case, outcome))
    return scores, unread


def _unsettled(results: _Results, notes: dict[str, str], *, stale_too: bool) -> int:
    differing = {case.key for case, outcome in results if outcome and not outcome.equal}
    for key in sorted(differing - notes.keys()):
        print(f"unexplained: {key}", file=sys.stderr)
    stale = sorted(notes.keys() - differing) if stale_too else []
    for key in stale:
        print(f"explained, but equal or gone: {key}", file=sys.stderr)
    return len(differing - notes.keys()) + len(stale)


def _unsaid(unread: dict[tuple[str, str], int], *, stale_too: bool) -> int:
    """Name groups that are not read without a reason, and reasons without such a group."""
    reasons = _reasons_unread()
    groups = {f"{suite}: {group}" for suite, group in unread}
    for group in sorted(groups - reasons.keys()):
        print(f"not read, unexplained: {group}", file=sys.stderr)
    stale = sorted(reasons.keys() - groups) if stale_too else []
    for group in stale:
        print(f"explained as not read, but read or gone: {group}", file=sys.stderr)
    return len(groups - reasons.keys()) + len(stale)


def _print(
    scores: dict[tuple[str, str], Score],
    unread: dict[tuple[str, str], int],
    notes: dict[str, str],
) -> None:
    for (suite, group), score in sorted(scores.items()):
        print(f"{suite:<11} {group:<45} {score.equal:>3} of {score.cases:>3} equal")
        for case, outcome in score.differing:
            mark = "explained" if case.key in notes else "OPEN"
            print(f"    {mark}: {case.id}: {str(outcome)[:400]}")
    total = sum(score.cases for score in scores.values())
    equal = sum(score.equal for score in scores.values())
    print(f"{equal} of {total} equal; {sum(unread.values())} cases not read")


def _page(
    scores: dict[tuple[str, str], Score],
    unread: dict[tuple[str, str], int],
    notes: dict[str, str],
    checks: list[str],
) -> str:
    return "\n".join(
        [
            "# Accuracy of inventory and checks",
            "",
            "<!-- written by scripts/accuracy.py; explanations come from accuracy-notes.toml -->",
            "",
            "Real files with the results that other tools expect of them.",
            "A case is equal when exactly the expected packages are found: type, name, version,",
            "and architecture and source package where the other tool gives them.",
            "",
            *_suite_table(scores, unread),
            "",
            "## By reader",
            "",
            "| suite | reader | cases | equal | differing, explained | differing, open |",
            "|---|---|---|---|---|---|",
            *_reader_rows(scores, notes),
            "",
            "## Differences",
            "",
            *_differences(scores, notes),
            "## Not read",
            "",
            *_unread(unread),
            *(("", *checks) if checks else ()),
        ]
    )


def _suite_table(
    scores: dict[tuple[str, str], Score], unread: dict[tuple[str, str], int]
) -> Iterable[str]:
    yield "| suite | cases read | equal | share | not read |"
    yield "|---|---|---|---|---|"
    for suite in sorted({suite for suite, _ in (*scores, *unread)}):
        own = [score for (name, _), score in scores.items() if name == suite]
        cases, equal = sum(s.cases for s in own), sum(s.equal for s in own)
        later = sum(n for (name, _), n in unread.items() if name == suite)
        share = f"{equal / cases:.1%}" if cases else "–"
        yield f"| {suite} | {cases} | {equal} | {share} | {later} |"


def _reader_rows(scores: dict[tuple[str, str], Score], notes: dict[str, str]) -> Iterable[str]:
    for (suite, group), score in sorted(scores.items()):
        explained = sum(case.key in notes for case, _ in score.differing)
        still_open = len(score.differing) - explained
        yield f"| {suite} | {group} | {score.cases} | {score.equal} | {explained} | {still_open} |"


def _differences(scores: dict[tuple[str, str], Score], notes: dict[str, str]) -> Iterable[str]:
    by_reason: dict[str, list[str]] = {}
    for _, score in sorted(scores.items()):
        for case, _ in score.differing:
            by_reason.setdefault(notes.get(case.key, "Open."), []).append(case.key)
    for reason, keys in by_reason.items():
        yield reason.replace(". ", ".\n")
        yield ""
        yield from (f"- `{key}`" for key in keys)
        yield ""


def _unread(unread: dict[tuple[str, str], int]) -> Iterable[str]:
    reasons = _reasons_unread()
    by_reason: dict[str, list[str]] = {}
    for (suite, group), number in sorted(unread.items()):
        reason = reasons.get(f"{suite}: {group}", "Open.")
        cases = "1 case" if number == 1 else f"{number} cases"
        by_reason.setdefault(reason, []).append(f"- {suite}: {group} ({cases})")
    for reason, rows in by_reason.items():
        yield reason.replace(". ", ".\n")
        yield ""
        yield from rows
        yield ""


if __name__ == "__main__":
    sys.exit(main())
