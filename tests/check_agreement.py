"""Runs our checks over other scanners' cases and counts, per rule, where both say the same."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hullmark.checks.bundle import load_bundle
from hullmark.checks.documents import combine, read_compose, read_kubernetes
from hullmark.checks.record import Check, Document
from hullmark.rego.rules import Rules

Lines = list[int]


@dataclass
class Agreement:
    """How one foreign rule and ours agree."""

    same: int = 0
    cases: int = 0
    differing: list[str] = field(default_factory=list)
    lines_same: int = 0
    lines: int = 0

    def count(self, case: str, *, same: bool) -> None:
        """Note one case."""
        self.cases += 1
        self.same += same
        if not same:
            self.differing.append(case)


class CheckRunner:
    """All checks of a kind, compiled once."""

    def __init__(self, kind: str) -> None:
        bundle = load_bundle([])
        self.kind = kind
        self.checks = bundle.of_kind(kind)
        parts = (f".checks.{kind}.", ".checks.lib.")
        modules = [each for each in bundle.modules if any(part in each.package for part in parts)]
        self.rules = Rules(modules, [f"{check.package}.deny" for check in self.checks])
        self._read: Callable[..., tuple[list[Document], Any]] = (
            read_compose if kind == "compose" else read_kubernetes
        )

    def equivalent(self, scanner: str) -> dict[str, list[Check]]:
        """Return foreign rule → our checks of the same."""
        found: dict[str, list[Check]] = defaultdict(list)
        for check in self.checks:
            for rule in check.equivalents.get(scanner, ()):
                found[rule].append(check)
        return found

    def lines(self, paths: list[Path], checks: list[Check]) -> Lines:
        """Return the lines that the checks report in the files, seen one by one and together."""
        documents = [
            document
            for path in paths
            for document in self._read(path.read_bytes(), path=str(path))[0]
        ]
        return sorted(set(self._reported(documents, checks)))

    def _reported(self, documents: list[Document], checks: list[Check]) -> Iterator[int]:
        for document in [*documents, *combine(documents, kind=self.kind)]:
            self.rules.prepare(document.input)
            for check in checks:
                for answer in self.rules.ask(f"{check.package}.deny") or []:
                    yield document.locate(answer).line or 0


def cases_of(folder: Path) -> list[dict[str, Any]]:
    """Return the cases of a suite."""
    index: dict[str, Any] = json.loads((folder / "index.json").read_text("utf-8"))
    found: list[dict[str, Any]] = index["cases"]
    return found


def agreement(runner: CheckRunner, folder: Path, scanner: str) -> dict[str, Agreement]:
    """Compare each case of a suite whose rule has an equivalent of ours: fails or passes."""
    equivalents = runner.equivalent(scanner)
    found: dict[str, Agreement] = defaultdict(Agreement)
    for case in cases_of(folder):
        rule = case.get("rule_id") or case.get("check") or case.get("rule")
        rule = rule or case["expect"].get("rule")
        checks = equivalents.get(rule)
        if not checks:
            continue
        files = case.get("inputs") or [case["file"]]
        lines = runner.lines([folder / name for name in files], checks)
        expected = case["expect"]
        fails = expected["fails"] if "fails" in expected else bool(expected["findings"])
        entry = found[f"{case.get('rule', rule)} = {', '.join(check.id for check in checks)}"]
        entry.count(case["id"], same=bool(lines) == fails)
        if scanner == "kics" and fails:
            wanted = {each["line"] for each in expected["findings"]}
            entry.lines += len(wanted)
            entry.lines_same += len(wanted & set(lines))
    return found
