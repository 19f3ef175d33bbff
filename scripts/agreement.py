"""The part of the accuracy page about checks: how often ours and others' agree, rule by rule.

A rule of another scanner is compared with the checks that name it under ``equivalents``. Every
difference needs a reason in docs/reference/agreement-notes.toml, and every reason a difference.
"""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "scripts")]

import dockerfile_agreement  # noqa: E402 - after the path above
from check_agreement import CheckRunner, agreement  # noqa: E402
from corpus_data import corpus  # noqa: E402
from hullmark.checks.bundle import load_bundle  # noqa: E402

NOTES = ROOT / "docs" / "reference" / "agreement-notes.toml"
_SUITES = (
    ("compose", "compose", "kics", "kics"),
    ("kubernetes", "kubernetes", "kics", "kics"),
    ("kubernetes", "kubernetes", "trivy-checks", "trivy"),
    ("kubernetes", "kubernetes", "polaris", "polaris"),
    ("kubernetes", "kubernetes", "kubescape-rules", "kubescape"),
)
"""Kind of document, topic of the corpus, suite, scanner."""


@dataclass(frozen=True)
class Row:
    """One rule of another scanner beside our checks of the same."""

    kind: str
    scanner: str
    rule: str
    ours: str
    cases: int
    same: int

    @property
    def key(self) -> str:
        """Return what a note names it by."""
        return f"{self.scanner} {self.rule}"


def rows() -> list[Row]:
    """Return every rule that has a check of ours."""
    return [*_dockerfiles(), *_manifests()]


def _dockerfiles() -> Iterator[Row]:
    bundle = load_bundle([])
    counts = dockerfile_agreement.counted(bundle)
    for (scanner, rule), (both, we, they, neither) in sorted(counts.items()):
        ours = ", ".join(sorted(dockerfile_agreement.same_checks(bundle, scanner, rule)))
        total = both + we + they + neither
        yield Row("Dockerfile", scanner, rule, ours, total, both + neither)


def _manifests() -> Iterator[Row]:
    runners: dict[str, CheckRunner] = {}
    for kind, topic, suite, scanner in _SUITES:
        runner = runners.setdefault(kind, CheckRunner(kind))
        for name, found in sorted(agreement(runner, corpus(topic) / suite, scanner).items()):
            rule, _, ours = name.partition(" = ")
            yield Row(kind, scanner, rule, ours, found.cases, found.same)


def notes() -> dict[str, str]:
    """Return rule → why it and our check differ."""
    held: dict[str, str] = tomllib.loads(NOTES.read_text(encoding="utf-8"))["notes"]
    return held


def unsettled(found: list[Row], reasons: dict[str, str]) -> list[str]:
    """Return differences without a reason, and reasons without a difference."""
    differing = {row.key for row in found if row.same < row.cases}
    return [
        *(f"no reason: {key}" for key in sorted(differing - reasons.keys())),
        *(f"no difference: {key}" for key in sorted(reasons.keys() - differing)),
    ]


def section(found: list[Row], reasons: dict[str, str]) -> list[str]:
    """Return the lines of the page."""
    return [
        "## Checks beside other linters",
        "",
        "A case is one file and one rule of another linter that a check of ours names under",
        "`equivalents`; it is the same where both report something or both report nothing.",
        "The syntax trees of BuildKit, the warnings of its linter and the Pod Security Standards",
        "are equal in every case; tests hold that, and they are not in these tables.",
        "",
        "| files | scanner | rules | cases | same | share |",
        "|---|---|---|---|---|---|",
        *_totals(found),
        "",
        "### By rule",
        "",
        "| files | rule | our checks | cases | same | why they differ |",
        "|---|---|---|---|---|---|",
        *(
            f"| {row.kind} | {row.key} | {row.ours} | {row.cases} | {row.same} "
            f"| {reasons.get(row.key, '') if row.same < row.cases else ''} |"
            for row in found
        ),
        "",
    ]


def _totals(found: list[Row]) -> Iterator[str]:
    cases: Counter[tuple[str, str]] = Counter()
    same: Counter[tuple[str, str]] = Counter()
    rules: Counter[tuple[str, str]] = Counter()
    for row in found:
        key = (row.kind, row.scanner)
        cases[key] += row.cases
        same[key] += row.same
        rules[key] += 1
    for key in sorted(cases):
        share = same[key] / cases[key]
        yield f"| {key[0]} | {key[1]} | {rules[key]} | {cases[key]} | {same[key]} | {share:.1%} |"


def main() -> int:
    """Print the part, and what is unsettled."""
    found, reasons = rows(), notes()
    print("\n".join(section(found, reasons)))
    open_ = unsettled(found, reasons)
    for each in open_:
        print(each, file=sys.stderr)
    return 1 if open_ else 0


if __name__ == "__main__":
    raise SystemExit(main())
