"""CSAF: vulnerabilities of a vendor's products, with what is affected and what is not."""

from collections.abc import Iterator
from typing import Any, Final

from hullmark.model.component import Component
from hullmark.model.report import ScannerReport
from hullmark.model.severity import Rating, Severity
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import UNKNOWN, component
from hullmark.scanners.gathering import Gathering, rating, words
from hullmark.scanners.lenient import load
from hullmark.scanners.words import level_of

_AFFECTED: Final = ("known_affected", "first_affected", "last_affected", "under_investigation")
_DONE: Final = ("fixed", "first_fixed", "known_not_affected", "recommended")


def _parse(document: Document) -> Iterator[ScannerReport]:
    whole = load(document)
    head = _dict(whole.get("document"))
    tracking = _dict(head.get("tracking"))
    name = str(tracking.get("id") or head.get("title") or "")
    gathering = Gathering(document, "csaf", "csaf-json", target=name)
    gathering.data_date = str(tracking.get("current_release_date") or "") or None
    products = dict(_products(_dict(whole.get("product_tree"))))
    for flaw in _dicts(whole.get("vulnerabilities")):
        _flaw(gathering, flaw, products, head)
    yield gathering.finish()


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _products(tree: dict[str, Any], version: str = "") -> Iterator[tuple[str, Component]]:
    """Yield products by id, with the version that the branches above say."""
    product = _dict(tree.get("product"))
    for each in ([product] if product else []) + _dicts(tree.get("full_product_names")):
        yield str(each.get("product_id")), _component(each, version)
    for branch in _dicts(tree.get("branches")):
        known = str(branch.get("name")) if branch.get("category") == "product_version" else version
        yield from _products(branch, known)
    for relation in _dicts(tree.get("relationships")):
        each = _dict(relation.get("full_product_name"))
        yield str(each.get("product_id")), _component(each, version)


def _component(product: dict[str, Any], version: str) -> Component:
    helper = _dict(product.get("product_identification_helper"))
    name = str(product.get("name") or product.get("product_id") or "")
    return component("", name, version, purl=str(helper.get("purl") or ""))


def _flaw(
    gathering: Gathering, flaw: dict[str, Any], products: dict[str, Component], head: dict[str, Any]
) -> None:
    ids = [str(each.get("text")) for each in _dicts(flaw.get("ids"))]
    identifier = str(flaw.get("cve") or next(iter(ids), ""))
    status = _dict(flaw.get("product_status"))
    affected = [str(each) for key in _AFFECTED for each in status.get(key) or ()]
    others = [str(each) for key in _DONE for each in status.get(key) or ()]
    ignored = ""
    if others and not affected:
        ignored = "every product is fixed or not affected"
    notes = _dicts(flaw.get("notes"))
    texts = [
        str(n.get("text") or "") for n in notes if n.get("category") in {"description", "summary"}
    ]
    fixed = [str(each) for each in status.get("fixed") or ()]
    fixes = [products[each].version for each in fixed if each in products]
    aggregate = _dict(head.get("aggregate_severity"))
    gathering.result(
        gathering.made(
            identifier,
            products.get(product, UNKNOWN),
            aliases=ids,
            title=str(flaw.get("title") or ""),
            description="\n".join(texts),
            references=words([each.get("url") for each in _dicts(flaw.get("references"))]),
            ratings=_ratings(flaw, str(aggregate.get("text") or "")),
            fixed_in=words(fixes),
            published_at=str(flaw.get("release_date") or flaw.get("discovery_date") or "") or None,
            ignored=ignored,
        )
        for product in dict.fromkeys(affected or others or [""])
    )


def _ratings(flaw: dict[str, Any], word: str) -> list[Rating]:
    found = []
    for score in _dicts(flaw.get("scores")) + [
        _dict(each.get("content")) for each in _dicts(flaw.get("metrics"))
    ]:
        for key in ("cvss_v4", "cvss_v3", "cvss_v2"):
            cvss = _dict(score.get(key))
            if cvss:
                found.append(
                    rating(
                        "cna",
                        str(cvss.get("baseSeverity") or ""),
                        score=cvss.get("baseScore"),
                        vector=cvss.get("vectorString"),
                    )
                )
    for threat in _dicts(flaw.get("threats")):
        text = str(threat.get("details") or "")
        if threat.get("category") == "impact" and level_of(text) is not Severity.UNKNOWN:
            found.append(rating("vendor", text))
    if not found and word:
        found.append(rating("vendor", word))
    return list(dict.fromkeys(found))


def _looks(document: Document) -> bool:
    inner = document.inner("document")
    return document.shape == "object" and bool(inner & {"csaf_version", "tracking"})


CSAF = Adapter(
    name="csaf",
    title="CSAF",
    formats=(Format(name="csaf-json", looks=_looks, parse=_parse),),
)
