"""Conftest: what its report means; a policy's own words become the rule."""

from collections.abc import Iterator
from typing import Any, Final

from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.conftest.running import RUNS
from hullmark.scanners.gathering import Gathering, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text, whole

_MEMBERS: Final = ("successes", "failures", "warnings", "namespace")


def _parse(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "conftest", "conftest-json")
    for file in objs(load(document)):
        name = text(file, "filename", "Filename")
        gathering.ignored += len(objs(file.get("exceptions")))
        for key, word in (("failures", "error"), ("warnings", "warning")):
            for each in _said(file.get(key) or file.get(key.title())):
                metadata = obj(each.get("metadata"))
                details = obj(metadata.get("details"))
                place = obj(each.get("loc"))
                gathering.violation(
                    text(each, "msg"),
                    title=text(metadata, "title") or text(each, "msg"),
                    message=text(each, "msg"),
                    description=text(details, "description") or text(metadata, "description"),
                    severity=text(metadata, "severity") or word,
                    path=text(place, "file") or name,
                    line=whole(place, "line"),
                    anchor=text(metadata, "id") or text(file, "namespace"),
                    references=words(details.get("url")),
                )
    yield gathering.finish()


def _said(held: Any) -> list[dict[str, Any]]:
    """Return the results of one kind; releases before 0.18 wrote bare messages."""
    return [
        {"msg": each} if isinstance(each, str) else each
        for each in (held if isinstance(held, list) else objs(held))
        if isinstance(each, str | dict)
    ]


def _looks(document: Document) -> bool:
    return (
        document.shape == "list"
        and document.any("filename", "Filename")
        and document.any(*(name for each in _MEMBERS for name in (each, each.title())))
    )


CONFTEST = Adapter(
    name="conftest",
    title="Conftest",
    formats=(Format(name="conftest-json", looks=_looks, parse=_parse),),
    runs=RUNS,
)
