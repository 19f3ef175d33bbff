"""OpenVEX 0.0.1 to 0.2.0.

https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md
"""

from collections.abc import Iterable
from typing import Any

from hullmark.formats.vex.fields import table, tables, text, texts
from hullmark.model.vex import VexDocument, VexProduct, VexStatement, VexStatus


def is_openvex(document: dict[str, Any]) -> bool:
    """Tell by the context, or by statements with a status."""
    context = " ".join(texts(document.get("@context"))).lower()
    if "openvex" in context:
        return True
    statements = tables(document.get("statements"))
    return bool(statements) and all("status" in each for each in statements)


def openvex_document(document: dict[str, Any], source: str) -> VexDocument:
    """Return the statements; what a statement leaves out, the document says for it."""
    context = " ".join(texts(document.get("@context")))
    dated = text(document.get("timestamp"))
    dated = text(document.get("last_updated")) or dated
    problems: list[str] = []
    statements = []
    for index, each in enumerate(tables(document.get("statements"))):
        place = f"{source}: $.statements[{index}]"
        status = text(each.get("status")).lower()
        name, aliases = _vulnerability(each)
        if status not in set(VexStatus):
            problems.append(f"{place}: '{status}' is not a VEX status")
            continue
        if not name:
            problems.append(f"{place}: no vulnerability is named")
            continue
        statements.append(
            VexStatement(
                vulnerability=name,
                aliases=aliases,
                status=VexStatus(status),
                justification=text(each.get("justification")),
                detail=text(each.get("impact_statement")) or text(each.get("action_statement")),
                products=tuple(_products(each)),
                author=text(document.get("author")),
                stated_at=text(each.get("last_updated")) or text(each.get("timestamp")) or dated,
                source=place,
            )
        )
    return VexDocument(
        format="openvex",
        version=context.rpartition("/")[2],
        author=text(document.get("author")),
        statements=tuple(statements),
        problems=tuple(problems),
    )


def _vulnerability(statement: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    held = statement.get("vulnerability")
    if isinstance(held, str):  # until 0.0.1 a vulnerability was its id
        return held.strip(), ()
    named = table(held)
    name = text(named.get("name")) or text(named.get("@id")).rstrip("/").rpartition("/")[2]
    return name, tuple(texts(named.get("aliases")))


def _products(statement: dict[str, Any]) -> Iterable[VexProduct]:
    shared = _parts(statement.get("subcomponents"))  # 0.0.1 had them beside the products
    held = statement.get("products")
    for each in held if isinstance(held, list) else [held]:
        if isinstance(each, str) and each.strip():
            yield VexProduct(ids=(each.strip(),), subcomponents=shared)
        elif isinstance(each, dict) and (ids := _ids(each)):
            parts = _parts(each.get("subcomponents"))
            yield VexProduct(ids=ids, subcomponents=parts or shared)


def _parts(held: Any) -> tuple[tuple[str, ...], ...]:
    parts = []
    for each in held if isinstance(held, list) else []:
        ids = (each.strip(),) if isinstance(each, str) else _ids(table(each))
        if any(ids):
            parts.append(ids)
    return tuple(parts)


def _ids(component: dict[str, Any]) -> tuple[str, ...]:
    ids = [text(component.get("@id"))]
    ids += [text(value) for value in table(component.get("identifiers")).values()]
    for algorithm, value in table(component.get("hashes")).items():
        if text(value):
            ids.append(f"{algorithm.replace('sha-', 'sha')}:{text(value)}")
    return tuple(dict.fromkeys(each for each in ids if each))
