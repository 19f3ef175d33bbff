"""hadolint: how to call it, and what its report means."""

import re
from collections.abc import Iterator
from typing import Final

from hullmark.model.ledger import Issue
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.gathering import Gathering
from hullmark.scanners.hadolint.running import RUNS
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import objs, text, whole

_LINE: Final = re.compile(
    r"(?m)^(?:hadolint:)?(?P<file>[^\n:]+):(?P<line>\d+)(?::\d+:)? (?P<code>(?:DL|SC)\d{4}) "
    r"(?P<level>error|warning|info|style|ignore): (?P<said>.*)$"
)
"""A line for people, or one in the form of GNU."""


def _parse(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "hadolint", "hadolint-json")
    for each in objs(load(document)):
        code = text(each, "code")
        if not code:
            cause = "an entry has no code of a rule"
            document.issues.append(Issue(path=document.source, cause=cause, code="HM2405"))
            continue
        gathering.target = gathering.target or text(each, "file")
        gathering.violation(
            code,
            title=text(each, "message"),
            severity=text(each, "level"),
            path=text(each, "file"),
            line=whole(each, "line"),
            column=whole(each, "column"),
            references=(f"https://github.com/hadolint/hadolint/wiki/{code}",),
        )
    yield gathering.finish()


def _parse_text(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "hadolint", "hadolint-text")
    for line in document.data.decode("utf-8", "replace").splitlines():
        if found := _LINE.match(line):
            gathering.target = gathering.target or found["file"]
            gathering.violation(
                found["code"],
                title=found["said"],
                severity=found["level"],
                path=found["file"],
                line=int(found["line"]),
                references=(f"https://github.com/hadolint/hadolint/wiki/{found['code']}",),
            )
    yield gathering.finish()


def _is_text(document: Document) -> bool:
    return document.shape in {"text", "csv"} and _LINE.search(document.head) is not None


def _looks(document: Document) -> bool:
    if document.shape != "list":
        return False
    for item in document.items[:16]:
        names = document.members(item)
        if {"code", "level"} <= names and names & {"line", "file"}:
            return "line_number" not in names
    return False


HADOLINT = Adapter(
    name="hadolint",
    title="hadolint",
    formats=(
        Format(name="hadolint-json", looks=_looks, parse=_parse),
        Format(name="hadolint-text", looks=_is_text, parse=_parse_text),
    ),
    runs=RUNS,
)
