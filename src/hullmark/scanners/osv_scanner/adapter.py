"""osv-scanner: OSV records per package of a lock file."""

from collections.abc import Iterator
from typing import Any

from hullmark.model.report import ScannerReport
from hullmark.model.severity import Rating
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import component
from hullmark.scanners.gathering import Gathering, rating, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text
from hullmark.scanners.osv_scanner.running import RUNS
from hullmark.scanners.words import type_of


def _parse(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "osv_scanner", "osv-scanner-json")
    for result in objs(load(document).get("results")):
        source = obj(result.get("source"))
        for held in objs(result.get("packages")):
            groups = {
                str(i): [str(a) for a in (g.get("aliases") or g.get("ids") or ())]
                for g in objs(held.get("groups"))
                for i in g.get("ids") or ()
            }
            for flaw in objs(held.get("vulnerabilities")):
                _add(gathering, flaw, obj(held.get("package")), text(source, "path"), groups)
    yield gathering.finish()


def _add(
    gathering: Gathering,
    flaw: dict[str, Any],
    package: dict[str, Any],
    path: str,
    groups: dict[str, list[str]],
) -> None:
    ecosystem, _, release = text(package, "ecosystem").partition(":")
    name, version = text(package, "name"), text(package, "version")
    identifier = text(flaw, "id")
    affected = [
        each
        for each in objs(flaw.get("affected"))
        if text(obj(each.get("package")), "name") in {name, ""}
    ]
    fixes = [
        str(event["fixed"])
        for each in affected
        for part in objs(each.get("ranges"))
        if part.get("type") != "GIT"
        for event in objs(part.get("events"))
        if event.get("fixed")
    ]
    specific = obj(flaw.get("database_specific"))
    ratings = [
        Rating(source="osv", vector=text(each, "score") or None)
        for each in objs(flaw.get("severity"))
    ]
    if text(specific, "severity"):
        ratings.insert(0, rating("ghsa", text(specific, "severity")))
    distro = ecosystem.lower() if type_of(ecosystem) in {"deb", "apk", "rpm"} else ""
    gathering.claim(
        identifier,
        component(ecosystem, name, version, path=path, distro=distro, release=release.lstrip("v")),
        aliases=words(flaw.get("aliases"), groups.get(identifier)),
        title=text(flaw, "summary"),
        description=text(flaw, "details"),
        references=words([each.get("url") for each in objs(flaw.get("references"))]),
        ratings=ratings,
        fixed_in=words(fixes),
        published_at=text(flaw, "published") or None,
    )


def _looks(document: Document) -> bool:
    if document.shape != "object" or not document.has("results"):
        return False
    if document.has("experimental_config"):
        return True
    inner = document.inner("results")
    return {"source", "packages"} <= inner or bool(
        inner & {"packages"} and "ecosystem" in document.inner("results", "packages", "package")
    )


OSV_SCANNER = Adapter(
    name="osv_scanner",
    title="osv-scanner",
    formats=(Format(name="osv-scanner-json", looks=_looks, parse=_parse),),
    runs=RUNS,
)
