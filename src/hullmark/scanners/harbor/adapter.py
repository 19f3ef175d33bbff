"""Harbor: what its vulnerability reports mean; one per media type, or plain."""

from collections.abc import Iterator
from typing import Any, Final

from hullmark.model.report import Marks, ScannerReport
from hullmark.model.severity import Rating
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import component
from hullmark.scanners.gathering import Gathering, rating, words
from hullmark.scanners.harbor.wire import Preferred, Report
from hullmark.scanners.lenient import convert, load, read
from hullmark.scanners.loose import obj

_MEDIA_TYPE: Final = "/vnd."
"""Part of every media type that a report stands under."""


def _parse(document: Document) -> Iterator[ScannerReport]:
    if document.any("vulnerabilities", "scanner"):
        reports = [read(document, Report)]
    else:
        held = obj(load(document))
        kept = {key: held[key] for key in held if _MEDIA_TYPE in key}
        reports = list(convert(kept, dict[str, Report], document).values())
    for report in reports:
        gathering = Gathering(document, "harbor", "harbor-json")
        gathering.data_date = report.generated_at or None
        for each in report.vulnerabilities:
            gathering.marks = Marks(digests=words(each.artifact_digests))
            gathering.target = gathering.target or next(iter(each.artifact_digests), "")
            cvss = each.preferred_cvss or Preferred()
            gathering.claim(
                each.id,
                component("", each.package, each.version),
                description=each.description,
                references=words(each.links),
                ratings=(rating("harbor", each.severity), *_ratings(cvss, each.vendor_attributes)),
                fixed_in=words(each.fix_version.split(",")),
            )
        yield gathering.finish()


def _ratings(cvss: Preferred, attributes: Any) -> list[Rating]:
    found = []
    if cvss.score_v3 or cvss.vector_v3:
        found.append(rating("nvd", score=cvss.score_v3, vector=cvss.vector_v3))
    if cvss.score_v2 or cvss.vector_v2:
        found.append(rating("nvd", score=cvss.score_v2, vector=cvss.vector_v2))
    by_source = attributes.get("CVSS") if isinstance(attributes, dict) else None
    for source, each in by_source.items() if isinstance(by_source, dict) else ():
        if isinstance(each, dict):
            for version in ("V3", "V2"):
                score, vector = each.get(f"{version}Score"), each.get(f"{version}Vector")
                if score or vector:
                    found.append(rating(source, score=score, vector=vector))
    return found


def _is_report(document: Document) -> bool:
    if document.shape != "object":
        return False
    if any(
        "vnd.security.vulnerability" in key or "scanner.adapter.vuln" in key
        for key in document.keys
    ):
        return True
    inner = document.inner("vulnerabilities")
    if "fix_version" in inner and "package" in inner:
        return True
    return document.has("generated_at", "scanner", "vulnerabilities")


HARBOR = Adapter(
    name="harbor",
    title="Harbor",
    formats=(Format(name="harbor-json", looks=_is_report, parse=_parse),),
)
