"""Linters of Dockerfiles: dockerfile_lint and OT's docker-linter."""

from collections.abc import Iterator

from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.gathering import Gathering, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text, whole


def _parse(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    gathering = Gathering(document, "dockerfile_lint", "dockerlint-json")
    for level in ("error", "warn", "info"):
        for each in objs(obj(report.get(level)).get("data")):
            gathering.violation(
                text(each, "label", "message"),
                title=text(each, "message"),
                description=text(each, "description"),
                severity=text(each, "level") or level,
                path="Dockerfile",
                line=whole(each, "line"),
                references=words(each.get("reference_url")),
            )
    yield gathering.finish()


def _parse_ot(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "dockerfile_lint", "ot-docker-linter-json")
    for each in objs(load(document)):
        gathering.violation(
            text(each, "code"),
            title=text(each, "description"),
            message=text(each, "message", "description"),
            severity=text(each, "severity"),
            path=text(each, "file"),
            line=whole(each, "line_number"),
        )
    yield gathering.finish()


def _is_ot(document: Document) -> bool:
    return document.shape == "list" and document.has("line_number", "code", "severity")


def _looks(document: Document) -> bool:
    return (
        document.shape == "object"
        and document.has("error", "warn", "info")
        and bool({"data", "count"} & document.inner("error"))
    )


DOCKERFILE_LINT = Adapter(
    name="dockerfile_lint",
    title="dockerfile_lint",
    formats=(
        Format(name="dockerlint-json", looks=_looks, parse=_parse),
        Format(name="ot-docker-linter-json", looks=_is_ot, parse=_parse_ot),
    ),
)
