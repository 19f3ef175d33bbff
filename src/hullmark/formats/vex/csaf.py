"""CSAF 2.0 and 2.1 as VEX.

https://docs.oasis-open.org/csaf/csaf/v2.0/csaf-v2.0.html
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from hullmark.formats.vex.fields import table, tables, text, texts
from hullmark.model.vex import VexDocument, VexProduct, VexStatement, VexStatus

_STATUSES: Final = {
    "known_not_affected": VexStatus.NOT_AFFECTED,
    "fixed": VexStatus.FIXED,
    "first_fixed": VexStatus.FIXED,
    "known_affected": VexStatus.AFFECTED,
    "first_affected": VexStatus.AFFECTED,
    "last_affected": VexStatus.AFFECTED,
    "under_investigation": VexStatus.UNDER_INVESTIGATION,
    "unknown": VexStatus.UNDER_INVESTIGATION,
}
_DEPTH: Final = 64
"""Levels of branches; real trees have five."""


def is_csaf(document: dict[str, Any]) -> bool:
    """Tell by the version that its head must have, or by its parts."""
    head = table(document.get("document"))
    return "csaf_version" in head or (bool(head) and "product_tree" in document)


def csaf_document(document: dict[str, Any], source: str) -> VexDocument:
    """Return a statement per vulnerability, status and justification."""
    head = table(document.get("document"))
    tree = table(document.get("product_tree"))
    products = _Products(tree)
    author = text(table(head.get("publisher")).get("name"))
    tracking = table(head.get("tracking"))
    dated = text(tracking.get("current_release_date")) or text(tracking.get("initial_release_date"))
    statements: list[VexStatement] = []
    problems: list[str] = []
    for index, each in enumerate(tables(document.get("vulnerabilities"))):
        place = f"{source}: $.vulnerabilities[{index}]"
        ids = [text(each.get("cve")), *(text(i.get("text")) for i in tables(each.get("ids")))]
        ids = [identifier for identifier in ids if identifier]
        if not ids:
            problems.append(f"{place}: no vulnerability is named")
            continue
        for status, reason, detail, held in _groups(each, products):
            known = [product for each in held for product in products.of(each)]
            missing = [each for each in held if not products.of(each)]
            problems += [f"{place}: product '{each}' is not in the tree" for each in missing]
            if known:
                statements.append(
                    VexStatement(
                        vulnerability=ids[0],
                        aliases=tuple(ids[1:]),
                        status=status,
                        justification=reason,
                        detail=detail,
                        products=tuple(known),
                        author=author,
                        stated_at=dated,
                        source=place,
                    )
                )
    return VexDocument(
        format="csaf",
        version=text(head.get("csaf_version")),
        author=author,
        statements=tuple(statements),
        problems=tuple(dict.fromkeys(problems)),
    )


class _Products:
    """The product tree: id → what it names; relationships name a part of a product."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self._ids: dict[str, tuple[str, ...]] = {}
        self._parts: dict[str, tuple[str, str]] = {}
        for product in [*tables(tree.get("full_product_names")), *_leaves(tree, 0)]:
            self._learn(product)
        for relation in tables(tree.get("relationships")):
            product = table(relation.get("full_product_name"))
            part = text(relation.get("product_reference"))
            whole = text(relation.get("relates_to_product_reference"))
            self._learn(product)
            self._parts[text(product.get("product_id"))] = (part, whole)
        self.groups = {
            text(group.get("group_id")): texts(group.get("product_ids"))
            for group in tables(tree.get("product_groups"))
        }

    def of(self, product_id: str) -> tuple[VexProduct, ...]:
        """Return what an id stands for; empty where the tree does not have it."""
        if product_id in self._parts:
            part, whole = self._parts[product_id]
            named = self._ids.get(whole)
            if named is None and whole not in self._parts:
                return ()
            part_ids = self._ids.get(part, (part,))
            wholes = self.of(whole) if whole in self._parts and whole != product_id else ()
            own = VexProduct(ids=named or (whole,), subcomponents=(part_ids,))
            # A part of a part of a product: the outermost product is what is shipped.
            outer = tuple(VexProduct(ids=each.ids, subcomponents=(part_ids,)) for each in wholes)
            return outer or (own,)
        if product_id in self._ids:
            return (VexProduct(ids=self._ids[product_id]),)
        return ()

    def _learn(self, product: dict[str, Any]) -> None:
        name = text(product.get("product_id"))
        if not name:
            return
        helper = table(product.get("product_identification_helper"))
        ids = [*texts(helper.get("purl")), *texts(helper.get("purls")), *texts(helper.get("cpe"))]
        for file in tables(helper.get("hashes")):
            ids += [
                f"{text(held.get('algorithm'))}:{text(held.get('value'))}"
                for held in tables(file.get("file_hashes"))
            ]
        self._ids[name] = tuple(dict.fromkeys(ids)) or (text(product.get("name")) or name,)


def _leaves(branch: dict[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEPTH:
        return
    for each in tables(branch.get("branches")):
        if isinstance(each.get("product"), dict):
            yield each["product"]
        yield from _leaves(each, depth + 1)


def _groups(
    vulnerability: dict[str, Any], products: _Products
) -> Iterator[tuple[VexStatus, str, str, list[str]]]:
    """Yield status, justification, words and product ids that share them."""
    reasons = _by_product(vulnerability.get("flags"), "label", products)
    impacts = [each for each in tables(vulnerability.get("threats")) if _is_impact(each)]
    details = _by_product(impacts, "details", products)
    remedies = _by_product(vulnerability.get("remediations"), "details", products)
    for name, held in table(vulnerability.get("product_status")).items():
        status = _STATUSES.get(name)
        if status is None:  # `recommended` says what to install, not what is affected
            continue
        alike: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for product in texts(held):
            reason = (
                (reasons.get(product) or reasons.get("", ""))
                if status is VexStatus.NOT_AFFECTED
                else ""
            )
            words = details.get(product) or details.get("", "")
            if status is VexStatus.AFFECTED:
                words = words or remedies.get(product, "")
            alike[reason, words].append(product)
        for (reason, words), ids in alike.items():
            yield status, reason, words, ids


def _is_impact(threat: dict[str, Any]) -> bool:
    return text(threat.get("category")) == "impact"


def _by_product(held: Any, field: str, products: _Products) -> dict[str, str]:
    """Return what is said by product; what names none is said of all, under the empty name."""
    found: dict[str, str] = {}
    for each in tables(held):
        ids: list[str] = texts(each.get("product_ids"))
        for group in texts(each.get("group_ids")):
            ids += products.groups.get(group, ())
        for product in ids or [""]:
            found.setdefault(product, text(each.get(field)))
    return found
