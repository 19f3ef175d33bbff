"""detect-secrets: a baseline of hashed secrets; what a person called harmless does not count."""

from collections.abc import Iterator

from hullmark.model.finding import Kind
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.detect_secrets.running import RUNS
from hullmark.scanners.gathering import Gathering
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text, whole


def _parse(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    gathering = Gathering(
        document, "detect_secrets", "detect-secrets-json", version=text(report, "version")
    )
    gathering.data_date = None
    for file, found in obj(report.get("results")).items():
        for each in objs(found):
            audited = each.get("is_secret") is False
            gathering.violation(
                text(each, "type"),
                kind=Kind.SECRET,
                title=text(each, "type"),
                severity="critical" if each.get("is_verified") is True else "high",
                path=text(each, "filename") or file,
                line=whole(each, "line_number"),
                anchor=f"hash {text(each, 'hashed_secret')[:12]}",
                ignored="audited as no secret" if audited else "",
            )
    yield gathering.finish()


def _looks(document: Document) -> bool:
    return (
        document.shape == "object"
        and document.has("results")
        and document.any("plugins_used", "filters_used", "generated_at")
    )


DETECT_SECRETS = Adapter(
    name="detect_secrets",
    title="detect-secrets",
    formats=(Format(name="detect-secrets-json", looks=_looks, parse=_parse),),
    runs=RUNS,
)
