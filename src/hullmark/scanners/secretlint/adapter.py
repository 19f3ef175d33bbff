"""secretlint: messages per file; the file's content, which it repeats, is not read."""

from collections.abc import Iterator

from hullmark.model.finding import Kind
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.gathering import Gathering, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text, whole


def _parse(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "secretlint", "secretlint-json")
    for file in objs(load(document)):
        for each in objs(file.get("messages")):
            start = obj(obj(each.get("loc")).get("start"))
            gathering.violation(
                text(each, "ruleId"),
                kind=Kind.SECRET,
                title=text(each, "messageId") or text(each, "ruleId"),
                severity=text(each, "severity"),
                path=text(file, "filePath"),
                line=whole(start, "line"),
                references=words(each.get("docsUrl")),
            )
    yield gathering.finish()


def _looks(document: Document) -> bool:
    return (
        document.shape == "list"
        and document.has("filePath", "messages")
        and (
            document.any("sourceContent", "sourceContentType")
            or "ruleParentId" in document.inner("messages")
            or not document.any("errorCount", "warningCount")  # which is how ESLint writes
        )
    )


SECRETLINT = Adapter(
    name="secretlint",
    title="secretlint",
    formats=(Format(name="secretlint-json", looks=_looks, parse=_parse),),
)
