"""Xeol: software whose life has ended."""

from collections.abc import Iterator

from hullmark.model.finding import Kind
from hullmark.model.report import Marks, ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import component
from hullmark.scanners.gathering import Gathering, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text


def _parse(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    target = obj(report.get("source")).get("target")
    image = obj(target)
    name = text(image, "userInput") or (target if isinstance(target, str) else "")
    gathering = Gathering(
        document,
        "xeol",
        "xeol-json",
        target=name,
        version=text(obj(report.get("descriptor")), "version"),
    )
    gathering.marks = Marks(
        digests=words(image.get("manifestDigest")),
        config_digests=words(image.get("imageID")),
        names=words(image.get("tags"), image.get("repoDigests"), name),
    )
    for each in objs(report.get("matches")):
        cycle, artifact = obj(each.get("Cycle")), obj(each.get("artifact"))
        product = " ".join(words(cycle.get("ProductName"), cycle.get("ReleaseCycle")))
        place = next(iter(objs(artifact.get("locations"))), {})
        part = component(
            text(artifact, "type"),
            text(artifact, "name"),
            text(artifact, "version"),
            purl=text(artifact, "purl"),
            path=text(place, "path"),
            layer=text(place, "layerID"),
        )
        gathering.violation(
            product,
            kind=Kind.END_OF_LIFE,
            title=f"{product} gets no updates since {text(cycle, 'Eol')}",
            severity="high",
            subject=f"{part.name} {part.version}",
            path=text(place, "path"),
            component=part,
            references=words(cycle.get("ProductPermalink")),
        )
    yield gathering.finish()


def _looks(document: Document) -> bool:
    return "Cycle" in document.inner("matches") or (
        document.has("matches", "descriptor")
        and obj(document.value("descriptor")).get("name") == "xeol"
    )


XEOL = Adapter(
    name="xeol", title="Xeol", formats=(Format(name="xeol-json", looks=_looks, parse=_parse),)
)
