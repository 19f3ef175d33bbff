"""OpenVEX: statements that products are affected by a vulnerability, or not."""

from collections.abc import Iterator
from typing import Any, Final

from hullmark.model.component import Component
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import UNKNOWN, component
from hullmark.scanners.gathering import Gathering, words
from hullmark.scanners.lenient import load

_OPEN: Final = {"affected", "under_investigation", ""}


def _parse(document: Document) -> Iterator[ScannerReport]:
    whole = load(document)
    gathering = Gathering(document, "openvex", "openvex-json", target=str(whole.get("@id") or ""))
    gathering.data_date = str(whole.get("timestamp") or "") or None
    statements = whole.get("statements")
    for each in statements if isinstance(statements, list) else ():
        if isinstance(each, dict):
            _statement(gathering, each)
    yield gathering.finish()


def _statement(gathering: Gathering, said: dict[str, Any]) -> None:
    flaw = said.get("vulnerability")
    name = (
        str(flaw.get("name") or flaw.get("@id") or "")
        if isinstance(flaw, dict)
        else str(flaw or "")
    )
    aliases = (flaw.get("aliases") or ()) if isinstance(flaw, dict) else ()
    status = str(said.get("status") or "")
    ignored = ""
    if status not in _OPEN:
        ignored = ": ".join(words(status.replace("_", " "), said.get("justification")))
    held = list(_components(said.get("products")))
    gathering.result(
        gathering.made(
            name,
            each,
            aliases=words(list(aliases)),
            title=f"{name} is {status.replace('_', ' ')}" if status else name,
            description=str(
                said.get("impact_statement")
                or said.get("action_statement")
                or said.get("status_notes")
                or ""
            ),
            ignored=ignored,
            published_at=str(said.get("timestamp") or "") or None,
        )
        for each in held or [UNKNOWN]
    )


def _components(products: Any) -> Iterator[Component]:
    for product in products if isinstance(products, list) else ():
        name, parts = _names(product)
        for each in parts or [name]:
            yield component("", each, purl=each if each.startswith("pkg:") else "")


def _names(product: Any) -> tuple[str, list[str]]:
    if not isinstance(product, dict):
        return str(product), []
    identifiers = product.get("identifiers") if isinstance(product.get("identifiers"), dict) else {}
    name = str((identifiers or {}).get("purl") or product.get("@id") or "")
    parts = product.get("subcomponents")
    return name, [_names(each)[0] for each in parts] if isinstance(parts, list) else []


def _looks(document: Document) -> bool:
    if document.shape != "object":
        return False
    if document.has("statements") and document.any("@context", "author", "@id"):
        return True
    return "openvex" in str(document.value("@context") or document.value("predicateType") or "")


OPENVEX = Adapter(
    name="openvex",
    title="OpenVEX",
    formats=(Format(name="openvex-json", looks=_looks, parse=_parse),),
)
