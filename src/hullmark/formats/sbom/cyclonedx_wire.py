"""Wire types of CycloneDX of any version, as far as it is read, and how values come to fit them.

Documents that fit are decoded at once. In others every value of a wrong type is left out, so that
one odd field does not hide a component.
"""

from typing import Any, Final, TypeVar

import msgspec

from hullmark.formats.errors import BrokenSbomError
from hullmark.formats.sbom.document import Flaw
from hullmark.formats.sbom.values import Object, object_of
from hullmark.kernel.decoders import json_decoder

DEPTH: Final = 100
"""Components within components; real documents nest two or three."""

_T = TypeVar("_T", bound=msgspec.Struct)


class _Wire(msgspec.Struct, rename="camel", gc=False, frozen=True):
    """What all objects have in common: nothing is demanded, everything else is passed over."""


class Property(_Wire, frozen=True):
    """A name with a value."""

    name: str = ""
    value: str = ""


class Hash(_Wire, frozen=True):
    """A digest."""

    alg: str = ""
    content: str = ""


class License(_Wire, frozen=True):
    """A license by id or name."""

    id: str = ""
    name: str = ""


class LicenseChoice(_Wire, frozen=True):
    """A license or an expression."""

    license: License = License()
    expression: str = ""


class Entity(_Wire, frozen=True):
    """An organisation."""

    name: str = ""


class Occurrence(_Wire, frozen=True):
    """A place a component was found in."""

    location: str = ""
    line: int | None = None
    additional_context: str = ""


class Evidence(_Wire, frozen=True):
    """How a component was found."""

    occurrences: tuple[Occurrence, ...] = ()


class Component(_Wire, frozen=True):
    """A component."""

    type: str = ""
    group: str = ""
    name: str = ""
    version: str = ""
    purl: str = ""
    description: str = ""
    publisher: str = ""
    supplier: Entity = Entity()
    hashes: tuple[Hash, ...] = ()
    licenses: tuple[LicenseChoice, ...] = ()
    evidence: Evidence = Evidence()
    properties: tuple[Property, ...] = ()
    components: tuple["Component", ...] = ()


class Tool(_Wire, frozen=True):
    """A program, as a tool, component or service."""

    name: str = ""
    version: str = ""


class Tools(_Wire, frozen=True):
    """Programs as components and services."""

    components: tuple[Tool, ...] = ()
    services: tuple[Tool, ...] = ()


class Metadata(_Wire, frozen=True):
    """What a document is about."""

    timestamp: str = ""
    tools: tuple[Tool, ...] | Tools = ()
    component: Component = Component()


class Document(_Wire, frozen=True):
    """A document."""

    spec_version: str = ""
    metadata: Metadata = Metadata()
    components: tuple[Component, ...] = ()
    dependencies: tuple[Any, ...] = ()


def document_of(data: bytes | Object, flaws: list[Flaw]) -> Document:
    """Return a document; what did not fit is added to ``flaws`` and left out."""
    try:
        if isinstance(data, bytes):
            return json_decoder(Document).decode(data)
        return msgspec.convert(data, Document)
    except msgspec.ValidationError:
        values = object_of(msgspec.json.decode(data)) if isinstance(data, bytes) else data
    flat = {name: value for name, value in values.items() if name != "components"}
    metadata = object_of(flat.pop("metadata", None))
    held = _fitting(Document, flat, "", flaws)
    subject = metadata.pop("component", None)
    return msgspec.structs.replace(
        held,
        metadata=msgspec.structs.replace(
            _fitting(Metadata, metadata, "metadata", flaws),
            component=_component(object_of(subject), "metadata.component", flaws, 0),
        ),
        components=_components(values.get("components"), "components", flaws, 0),
    )


def _components(listed: object, place: str, flaws: list[Flaw], depth: int) -> tuple[Component, ...]:
    if depth >= DEPTH:
        raise BrokenSbomError(f"components nest deeper than {DEPTH} levels")
    if listed is not None and not isinstance(listed, list):
        flaws.append(Flaw(place, "not a list"))
    found: list[Component] = []
    for index, value in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(value, dict):
            found.append(_component(value, f"{place}[{index}]", flaws, depth))
        else:
            flaws.append(Flaw(f"{place}[{index}]", "not an object"))
    return tuple(found)


def _component(value: Object, place: str, flaws: list[Flaw], depth: int) -> Component:
    inner = value.get("components")
    flat = {name: held for name, held in value.items() if name != "components"}
    component = _fitting(Component, flat, place, flaws)
    if not inner:
        return component
    components = _components(inner, f"{place}.components", flaws, depth + 1)
    return msgspec.structs.replace(component, components=components)


def _fitting(kind: type[_T], value: Object, place: str, flaws: list[Flaw]) -> _T:
    """Return an object with the fields that fit; null is the same as absent."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        pass
    kept: Object = {}
    for name in kind.__struct_encode_fields__:
        held = value.get(name)
        if held is None:
            continue
        try:
            msgspec.convert({name: held}, kind)
        except msgspec.ValidationError as error:
            flaws.append(Flaw(f"{place}.{name}".lstrip("."), str(error)))
        else:
            kept[name] = held
    return msgspec.convert(kept, kind)
