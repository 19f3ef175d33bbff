"""What a finding is about: the component in its normal form."""

import re
from collections.abc import Hashable
from functools import lru_cache
from typing import Final

import msgspec
from msgspec.structs import replace

from hullmark.advisories.names import normal_name
from hullmark.model.component import Component, Purl
from hullmark.model.ecosystem import OS_TYPES, ecosystem_of_type
from hullmark.versions.errors import InvalidVersionError
from hullmark.versions.scheme import key, scheme_of

CACHED_KEYS = 16_384
"""Names and versions whose normal form is remembered; a package is named once per flaw."""

_PLAIN: Final = re.compile(r"[A-Za-z0-9\-._~:+]*", re.ASCII)
"""Nearly all names and versions: nothing in them is escaped in a purl."""


class Subject(msgspec.Struct, frozen=True):
    """A component with all that merging asks of it, worked out once."""

    component: Component
    key: int
    """Equal, within one merge, for every spelling of this component at this version."""
    name: tuple[str, str]
    """Type and name in normal form."""
    vendor: str
    """The distribution that ships it, empty for language packages."""


class Subjects:
    """Subjects of the components of one merge; claims about one component share one object."""

    def __init__(self) -> None:
        self._claimed: dict[int, tuple[Component, Subject]] = {}
        self._known: dict[int, Subject] = {}
        self._keys: dict[Hashable, int] = {}

    def owner_of(self, component: Component) -> Subject:
        """Return what a vulnerability of this component belongs to (see ``subject_of``)."""
        held = self._claimed.get(id(component))
        if held is None:
            owner = self.of(subject_of(component))
            held = self._claimed[id(component)] = (component, owner)
        return held[1]

    def of(self, component: Component) -> Subject:
        """Return what is known of a finding's component."""
        known = self._known.get(id(component))
        if known is None:
            known = self._known[id(component)] = Subject(
                component,
                self._keys.setdefault(component_key(component), len(self._keys)),
                name_key(component),
                vendor_of_component(component),
            )
        return known


def subject_of(component: Component) -> Component:
    """Return the component that a vulnerability belongs to: for OS packages, the source package."""
    if component.type not in OS_TYPES:
        return component
    name = component.source_name or component.name
    version = component.source_version or component.version
    return replace(
        component,
        name=name,
        version=version,
        purl=_source_purl(component, name, version),
        architecture="",
        source_name="",
        source_version="",
        licenses=(),
    )


def component_key(component: Component) -> Hashable:
    """Return what makes two spellings one component: type, normal name, normal version."""
    version = component.version
    if component.type == "rpm":
        # The name of a source package's file, from which its version is known, has no epoch.
        version = version.partition(":")[2] or version
    return (*name_key(component), version_key(component, version))


def name_key(component: Component) -> tuple[str, str]:
    """Return type and name in the ecosystem's normal form."""
    return _name_key(component.type, component.ecosystem, component.name)


def version_key(component: Component, version: str) -> tuple[int, Hashable]:
    """Return a key equal for equal versions; what cannot be parsed is equal to itself only."""
    return _version_key(component.type, component.ecosystem, version)


@lru_cache(maxsize=CACHED_KEYS)
def _name_key(kind: str, ecosystem: str, name: str) -> tuple[str, str]:
    return (kind, normal_name(ecosystem or ecosystem_of_type(kind), name))


@lru_cache(maxsize=CACHED_KEYS)
def _version_key(kind: str, ecosystem: str, version: str) -> tuple[int, Hashable]:
    scheme = scheme_of(ecosystem or ecosystem_of_type(kind))
    if scheme is None:
        return (0, version)
    try:
        return (1, key(scheme, version))
    except InvalidVersionError:
        return (0, version)


def ascending(component: Component | None, versions: set[str]) -> tuple[str, ...]:
    """Return versions in the ecosystem's order; unparsable ones first, equal ones once."""
    if len(versions) < 2 or component is None:
        return tuple(sorted(versions))
    unique: dict[tuple[int, Hashable], str] = {}
    for version in sorted(versions):
        unique.setdefault(version_key(component, version), version)
    return tuple(unique[held] for held in sorted(unique))


def vendor_of_component(component: Component | None) -> str:
    """Return the distribution that ships an OS package, as its purl says; empty for others."""
    if component is None or component.type not in OS_TYPES:
        return ""
    parts = component.purl.partition("?")[0].split("/")
    return parts[1].lower() if len(parts) > 2 else ""


def _source_purl(component: Component, name: str, version: str) -> Purl:
    """Turn a binary package's purl into that of its source package."""
    path, _, qualifiers = component.purl.partition("?")
    segments = path.rpartition("@")[0] or path
    prefix = segments.rpartition("/")[0]
    kept = [item for item in qualifiers.split("&") if item.startswith("distro=")]
    architecture = "src" if component.type == "rpm" else "source"
    joined = "&".join([f"arch={architecture}", *kept])
    return Purl(f"{prefix}/{_quoted(name)}@{_quoted(version)}?{joined}")


def _quoted(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return "".join(c if c.isascii() and (c.isalnum() or c in "-._~:+") else _hex(c) for c in text)


def _hex(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())
