"""SPDX 2 as XML and as RDF: brought into the shape that its JSON form has."""

from collections.abc import Iterator
from typing import Any, Final

from hullmark.formats.errors import BrokenSbomError
from hullmark.formats.sbom.values import Object
from hullmark.formats.xml import Element

_LISTS: Final = frozenset(
    {
        *("annotations", "checksums", "creators", "externalRefs", "files", "packages"),
        *("relationships",),
    }
)
"""Elements that stand once per item of a list."""


def xml_to_object(root: Element) -> Object:
    """Return a document in the shape of its JSON form."""
    found = _value(root)
    return found if isinstance(found, dict) else {}


def _value(element: Element) -> Any:
    """Return the text of a leaf, or its children by name; depth is bounded by the reader."""
    if not element.children:
        return element.text
    found: Object = {}
    for child in element.children:
        value = _value(child)
        if child.name in _LISTS:
            found.setdefault(child.name, []).append(value)
        else:
            found.setdefault(child.name, value)
    return found


def rdf_to_object(root: Element) -> Object:
    """Return a document in the shape of its JSON form, as far as it is read.

    Raises:
        BrokenSbomError: It describes no document, or several.
    """
    graph = _Graph(root)
    documents = list(graph.of("SpdxDocument"))
    if len(documents) != 1:
        raise BrokenSbomError(f"{len(documents)} documents are in one file, one is expected")
    document = documents[0]
    creation = graph.child(document, "creationInfo")
    return {
        "spdxVersion": graph.text(document, "specVersion"),
        "name": graph.text(document, "name"),
        "creationInfo": {
            "created": graph.text(creation, "created") if creation else "",
            "creators": [each.text for each in creation.all("creator")] if creation else [],
        },
        "packages": [_package(graph, each) for each in graph.of("Package")],
        "files": [{"fileName": graph.text(each, "fileName")} for each in graph.of("File")],
        "relationships": list(_relationships(graph)),
    }


def _package(graph: "_Graph", package: Element) -> Object:
    return {
        "SPDXID": graph.identifier(package),
        "name": graph.text(package, "name"),
        "versionInfo": graph.text(package, "versionInfo"),
        "supplier": graph.text(package, "supplier"),
        "sourceInfo": graph.text(package, "sourceInfo"),
        "comment": graph.text(package, "comment"),
        "primaryPackagePurpose": _word(graph.text(package, "primaryPackagePurpose"), "purpose_"),
        "licenseDeclared": _word(graph.text(package, "licenseDeclared"), ""),
        "licenseConcluded": _word(graph.text(package, "licenseConcluded"), ""),
        "externalRefs": [
            {
                "referenceType": graph.text(each, "referenceType"),
                "referenceLocator": graph.text(each, "referenceLocator"),
            }
            for each in graph.children(package, "externalRef")
        ],
        "checksums": [
            {
                "algorithm": _word(graph.text(each, "algorithm"), "checksumAlgorithm_").upper(),
                "checksumValue": graph.text(each, "checksumValue"),
            }
            for each in graph.children(package, "checksum")
        ],
        "annotations": [
            {"comment": graph.text(each, "comment")}
            for each in graph.children(package, "annotation")
        ],
    }


def _relationships(graph: "_Graph") -> Iterator[Object]:
    for owner in graph.elements:
        for holder in owner.all("relationship"):
            for each in graph.nodes_in(holder):
                yield {
                    "spdxElementId": graph.identifier(owner),
                    "relationshipType": _word(
                        graph.text(each, "relationshipType"), "relationshipType_"
                    ).upper(),
                    "relatedSpdxElement": _word(graph.text(each, "relatedSpdxElement"), ""),
                }


def _word(address: str, prefix: str) -> str:
    """Return the last part of an address as the word that JSON has for it."""
    return address.rpartition("#")[2].rpartition("/")[2].removeprefix(prefix)


class _Graph:
    """Nodes of an RDF document, by type and by the name they are referred to with."""

    def __init__(self, root: Element) -> None:
        self.elements = [root, *root.walk()]
        self._named: dict[str, Element] = {}
        for each in self.elements:
            if (name := self.name(each)) and each.children:
                self._named.setdefault(name, each)

    @staticmethod
    def name(element: Element) -> str:
        """Return what other nodes call this one."""
        attributes = element.attributes
        return (
            attributes.get("about") or attributes.get("nodeID") or attributes.get("ID") or ""
        ).lstrip("#")

    def identifier(self, element: Element) -> str:
        """Return the SPDX identifier of a node."""
        return self.name(element).rpartition("#")[2]

    def of(self, kind: str) -> Iterator[Element]:
        """Yield the nodes of a type, each once."""
        seen: set[str] = set()
        for each in self.elements:
            typed = each.name == kind or any(
                child.attributes.get("resource", "").endswith(f"#{kind}")
                for child in each.all("type")
            )
            if not typed or not each.children:
                continue
            name = self.name(each)
            if name and name in seen:
                continue
            seen.add(name)
            yield each

    def nodes_in(self, holder: Element) -> Iterator[Element]:
        """Yield what a property holds: nodes within it, or the one it refers to."""
        reference = holder.attributes.get("resource") or holder.attributes.get("nodeID") or ""
        if holder.children and holder.attributes.get("parseType") == "Resource":
            yield holder
        elif holder.children:
            for child in holder.children:
                yield self._named.get(self.name(child), child) if not child.children else child
        elif found := self._named.get(reference.lstrip("#")):
            yield found

    def children(self, element: Element, name: str) -> Iterator[Element]:
        """Yield the nodes that the properties of a name hold."""
        for holder in element.all(name):
            yield from self.nodes_in(holder)

    def child(self, element: Element, name: str) -> Element | None:
        """Return the first node that a property holds."""
        return next(self.children(element, name), None)

    def text(self, element: Element, name: str) -> str:
        """Return the text or address that a property has."""
        holder = element.first(name)
        if holder is None:
            return ""
        if holder.text:
            return holder.text
        address = holder.attributes.get("resource") or holder.attributes.get("nodeID")
        if address:
            return address
        return self.name(holder.children[0]) if holder.children else ""
