"""SonarQube's form for issues of other tools, which hadolint and Trivy's templates write."""

from collections.abc import Iterator

from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import UNKNOWN
from hullmark.scanners.gathering import Gathering, cves, rating
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text, whole


def _parse(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    rules = {text(each, "id"): each for each in objs(report.get("rules"))}
    issues = objs(report.get("issues"))
    engines = [text({**rules.get(text(e, "ruleId"), {}), **e}, "engineId") for e in issues]
    writer = next(iter(engines), "").lower() or "sonarqube"
    gathering = Gathering(document, writer, "sonarqube-json")
    for each in issues:
        rule = rules.get(text(each, "ruleId"), {})
        impacts = objs(rule.get("impacts")) or [{}]
        place = obj(each.get("primaryLocation"))
        severity = text(each, "severity") or text(rule, "severity") or text(impacts[0], "severity")
        identifier, path = text(each, "ruleId"), text(place, "filePath")
        if known := cves(identifier):
            gathering.claim(
                identifier,
                UNKNOWN,
                aliases=known,
                title=text(rule, "name") or text(place, "message"),
                description=text(place, "message"),
                ratings=(rating(gathering.scanner, severity),),
            )
            continue
        gathering.violation(
            identifier,
            title=text(rule, "name") or text(place, "message"),
            message=text(place, "message"),
            description=text(rule, "description"),
            severity=severity,
            path=path,
            line=whole(obj(place.get("textRange")), "startLine"),
        )
    yield gathering.finish()


def _looks(document: Document) -> bool:
    return document.shape == "object" and {"ruleId", "primaryLocation"} <= document.inner("issues")


SONARQUBE = Adapter(
    name="sonarqube",
    title="Any tool that writes SonarQube's generic issues",
    formats=(Format(name="sonarqube-json", looks=_looks, parse=_parse),),
)
