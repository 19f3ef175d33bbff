"""CycloneDX as XML: brought into the shape that its JSON form has.

Elements and attributes of other namespaces may stand anywhere and are left out. An element of the
own namespace that is not expected keeps its name, and one that stands twice becomes a list, so
that the rules see both.
"""

from typing import Any, Final, TypeAlias

import msgspec

from hullmark.formats.sbom.values import Object
from hullmark.formats.xml import Element

NAMESPACE: Final = "http://cyclonedx.org/schema/bom/"


class _Items(msgspec.Struct, frozen=True):
    """An element that wraps the items of a list."""

    name: str
    shape: str


class _Each(msgspec.Struct, frozen=True):
    """An element that stands once per item of a list."""

    shape: str


_Rule: TypeAlias = "str | _Items | _Each"
_TEXT, _SKIP = "text", "skip"
"""Shapes of a leaf, and of what is not looked into."""

_HASHES: Final = _Items("hash", "hash")
_PROPERTIES: Final = _Items("property", "property")
_REFERENCES: Final = _Items("reference", "reference")
_COMPONENTS: Final = _Items("component", "component")
_SERVICES: Final = _Items("service", "service")


def _texts(names: str) -> dict[str, _Rule]:
    return dict.fromkeys(names.split(), _TEXT)


def _skipped(names: str) -> dict[str, _Rule]:
    return dict.fromkeys(names.split(), _SKIP)


_SHAPES: Final[dict[str, dict[str, _Rule]]] = {
    "bom": {
        "metadata": "metadata",
        "components": _COMPONENTS,
        "services": _SERVICES,
        "externalReferences": _REFERENCES,
        "dependencies": _Items("dependency", "dependency"),
        "vulnerabilities": _Items("vulnerability", "vulnerability"),
        "citations": _Items("citation", "citation"),
        "properties": _PROPERTIES,
        **_skipped("compositions annotations formulation declarations definitions"),
    },
    "metadata": {
        "lifecycles": _Items("lifecycle", "lifecycle"),
        "tools": "tools",
        "authors": _Items("author", "contact"),
        "component": "component",
        "licenses": "licenses",
        "properties": _PROPERTIES,
        **dict.fromkeys(("manufacture", "manufacturer", "supplier"), "entity"),
        **_texts("timestamp"),
        **_skipped("distributionConstraints"),
    },
    "lifecycle": _texts("phase name description"),
    "tools": {"tool": _Each("tool"), "components": _COMPONENTS, "services": _SERVICES},
    "tool": {
        "hashes": _HASHES,
        "externalReferences": _REFERENCES,
        **_texts("vendor name version"),
    },
    "entity": {"contact": _Each("contact"), "url": _Each(_TEXT), "address": _SKIP, "name": _TEXT},
    "contact": _texts("name email phone"),
    "component": {
        "supplier": "entity",
        "manufacturer": "entity",
        "authors": _Items("author", "contact"),
        "hashes": _HASHES,
        "licenses": "licenses",
        "omniborId": _Each(_TEXT),
        "swhid": _Each(_TEXT),
        "swid": "swid",
        "pedigree": "pedigree",
        "externalReferences": _REFERENCES,
        "properties": _PROPERTIES,
        "components": _COMPONENTS,
        "evidence": "evidence",
        "releaseNotes": "releaseNotes",
        **_texts("author publisher group name version versionRange description scope copyright"),
        **_texts("cpe purl modified"),
        **_skipped("patentAssertions modelCard data cryptoProperties tags"),
    },
    "license": {
        "text": "attachment",
        "properties": _PROPERTIES,
        "licensing": _SKIP,
        **_texts("id name url"),
    },
    "attachment": {},
    "hash": {},
    "property": {},
    "swid": {"text": "attachment", "url": _TEXT},
    "pedigree": {
        **dict.fromkeys(("ancestors", "descendants", "variants"), _COMPONENTS),
        "commits": _Items("commit", "commit"),
        "patches": _Items("patch", "patch"),
        "notes": _TEXT,
    },
    "commit": {**_texts("uid url message"), **_skipped("author committer")},
    "patch": {"diff": "diff", "resolves": _Items("issue", "issue")},
    "diff": {"text": "attachment", "url": _TEXT},
    "issue": {
        "source": "source",
        "references": _Items("url", _TEXT),
        **_texts("id name description"),
    },
    "source": _texts("name url"),
    "reference": {"hashes": _HASHES, "properties": _PROPERTIES, **_texts("url comment")},
    "evidence": {
        "occurrences": _Items("occurrence", "occurrence"),
        "licenses": "licenses",
        **_skipped("identity callstack copyright"),
    },
    "occurrence": _texts("location line offset symbol additionalContext"),
    "service": {
        "provider": "entity",
        "endpoints": _Items("endpoint", _TEXT),
        "data": "flows",
        "licenses": "licenses",
        "externalReferences": _REFERENCES,
        "properties": _PROPERTIES,
        "services": _SERVICES,
        "releaseNotes": "releaseNotes",
        **_texts("group name version description authenticated x-trust-boundary trustZone"),
        **_skipped("patentAssertions tags"),
    },
    "flows": {"classification": _Each("classification"), "dataflow": _Each("flow")},
    "flow": {
        "classification": "classification",
        **_skipped("governance source destination"),
    },
    "classification": {},
    "releaseNotes": {
        "resolves": _Items("issue", "issue"),
        "properties": _PROPERTIES,
        **_texts("type title featuredImage socialImage description timestamp"),
        **_skipped("aliases tags notes"),
    },
    "vulnerability": {
        "id": _TEXT,
        **_texts("description detail recommendation workaround"),
        **_texts("created published updated rejected"),
        **_skipped("source references ratings cwes proofOfConcept advisories credits tools"),
        **_skipped("analysis affects properties"),
    },
    "citation": {
        "pointers": _Items("pointer", _TEXT),
        "expressions": _Items("expression", _TEXT),
        **_texts("timestamp attributedTo process note"),
    },
}
"""Shape of an element → the shapes of its children."""

_ATTRIBUTES: Final = {
    "bom": ("serialNumber", "version"),
    "component": ("type", "mime-type", "bom-ref", "isExternal"),
    "entity": ("bom-ref",),
    "contact": ("bom-ref",),
    "license": ("bom-ref", "acknowledgement"),
    "attachment": ("content-type", "encoding"),
    "hash": ("alg",),
    "property": ("name",),
    "swid": ("tagId", "name", "version", "tagVersion", "patch"),
    "patch": ("type",),
    "issue": ("type",),
    "reference": ("type",),
    "occurrence": ("bom-ref",),
    "service": ("bom-ref",),
    "classification": ("flow",),
    "flow": ("name", "description"),
    "vulnerability": ("bom-ref",),
    "citation": ("bom-ref",),
}
_TEXT_NAMES: Final = {
    "attachment": "content",
    "hash": "content",
    "property": "value",
    "classification": "classification",
}
"""Shapes with text of their own → its name in JSON."""
_RENAMED: Final = {"content-type": "contentType"}


def is_cyclonedx(root: Element) -> bool:
    """Whether an element is a bill of materials by its name and namespace."""
    return root.name == "bom" and root.namespace.startswith(NAMESPACE)


def xml_to_object(root: Element) -> Object:
    """Return a document in the shape of its JSON form, as far as it is read or judged."""
    found = _object(root, "bom", root.namespace)
    found["bomFormat"] = "CycloneDX"
    found["specVersion"] = root.namespace.removeprefix(NAMESPACE)
    return found


def _object(element: Element, shape: str, namespace: str) -> Object:
    found: Object = {}
    attributes = element.attributes
    if attributes:
        for name in _ATTRIBUTES.get(shape, ()):
            if name in attributes:
                found[_RENAMED.get(name, name)] = attributes[name]
    if shape in _TEXT_NAMES:
        found[_TEXT_NAMES[shape]] = element.text
        return found
    rules = _SHAPES[shape]
    for child in element.children:
        if child.namespace == namespace:
            _add(found, child, rules.get(child.name), namespace)
    return found


def _add(found: Object, child: Element, rule: "_Rule | None", namespace: str) -> None:
    name = child.name
    if rule == _SKIP:
        return
    if isinstance(rule, _Each):
        found.setdefault(name, []).append(_value(child, rule.shape, namespace))
    elif name in found:
        # Standing twice where one is expected is for the rules to refuse.
        found[name] = [found[name], _value(child, rule, namespace)]
    else:
        found[name] = None if rule is None else _value(child, rule, namespace)


def _value(element: Element, rule: "_Rule | None", namespace: str) -> Any:
    if rule == _TEXT or rule is None:
        return element.text
    if isinstance(rule, _Items):
        return [
            _value(child, rule.shape, namespace)
            for child in element.children
            if child.namespace == namespace and child.name == rule.name
        ]
    if isinstance(rule, _Each):
        return None
    special = _SPECIAL.get(rule)
    return special(element, namespace) if special else _object(element, rule, namespace)


def _tools(element: Element, namespace: str) -> Any:
    found = _object(element, "tools", namespace)
    return found if "components" in found or "services" in found else found.get("tool", [])


def _licenses(element: Element, namespace: str) -> list[Object]:
    choices: list[Object] = []
    for child in element.children:
        if child.namespace != namespace:
            continue
        attributes = {
            name: child.attributes[name]
            for name in _ATTRIBUTES["license"]
            if name in child.attributes
        }
        if child.name == "license":
            choices.append({"license": _object(child, "license", namespace)})
        elif child.name == "expression":
            choices.append({"expression": child.text, **attributes})
        elif child.name == "expression-detailed":
            expression = child.attributes.get("expression", "")
            choices.append({"expression": expression, "expressionDetails": [], **attributes})
        else:
            choices.append({child.name: None})
    return choices


def _dependency(element: Element, _namespace: str) -> Object:
    found: Object = {}
    if "ref" in element.attributes:
        found["ref"] = element.attributes["ref"]
    for name, key in (("dependency", "dependsOn"), ("provides", "provides")):
        refs = [child.attributes.get("ref", "") for child in element.all(name)]
        if refs:
            found[key] = refs
    return found


def _flows(element: Element, namespace: str) -> list[Object]:
    held = _object(element, "flows", namespace)
    flows: list[Object] = held.get("classification", [])
    for flow in held.get("dataflow", []):
        classification = flow.pop("classification", None)
        flows.append({**flow, **(classification if isinstance(classification, dict) else {})})
    return flows


_SPECIAL: Final = {
    "tools": _tools,
    "licenses": _licenses,
    "dependency": _dependency,
    "flows": _flows,
}
"""Shapes that JSON has otherwise."""
