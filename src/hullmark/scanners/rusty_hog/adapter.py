"""Rusty Hog: secrets in clear, which end here."""

from collections.abc import Iterator

from hullmark.model.finding import Kind
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.gathering import Gathering
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import objs, text, whole


def _parse(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "rusty_hog", "rusty-hog-json")
    for each in objs(load(document)):
        strings = each.get("stringsFound")
        gathering.violation(
            text(each, "reason"),
            kind=Kind.SECRET,
            title=text(each, "reason"),
            severity="high",
            path=text(each, "path", "url", "issue_id", "page_id", "location"),
            line=whole(each, "linenum", "new_line_num", "old_line_num"),
            anchor=text(each, "commitHash"),
            secret=str(strings[0]) if isinstance(strings, list) and strings else "",
        )
    yield gathering.finish()


def _looks(document: Document) -> bool:
    return (
        document.shape == "list"
        and document.has("stringsFound", "reason")
        and not document.has("printDiff")
    )


RUSTY_HOG = Adapter(
    name="rusty_hog",
    title="Rusty Hog",
    formats=(Format(name="rusty-hog-json", looks=_looks, parse=_parse),),
)
