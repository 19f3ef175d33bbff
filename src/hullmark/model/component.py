"""A unit of software found in an image, and where it was seen."""

from enum import StrEnum
from typing import NewType

import msgspec

from hullmark.model.image import DiffId

Purl = NewType("Purl", str)
"""A package URL, the identity of a component."""


class Evidence(StrEnum):
    """How a component was seen; installed outranks declared."""

    INSTALLED = "installed"
    DECLARED = "declared"
    SBOM = "sbom"


class Location(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Path + layer of a piece of evidence."""

    path: str
    """Absolute path in the image, or relative to the repository for ``repo:`` targets."""
    layer: DiffId | None = None
    """The layer that made it; ``None`` outside images."""
    layer_index: int | None = None
    """Position of that layer, 0 the lowest."""
    instruction: str | None = None
    """The history line that made the layer."""
    line: int | None = None
    """1-based line in the file, where the evidence has one."""
    column: int | None = None
    note: str = ""
    """What became of it: ``deleted in layer 7``."""


class Component(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A component at one version, with every place it was seen."""

    name: str
    """Full name in the ecosystem's own spelling (``@scope/name``, ``group:artifact``)."""
    version: str
    purl: Purl
    type: str
    """purl type: ``deb``, ``apk``, ``rpm``, ``pypi``, ``npm``, ``golang``, ``maven`` …"""
    ecosystem: str = ""
    """Key of the advisories that apply (``Debian:12``, ``PyPI``); empty where none can be named."""
    locations: tuple[Location, ...] = ()
    licenses: tuple[str, ...] = ()
    """As declared, not normalised."""
    architecture: str = ""
    source_name: str = ""
    """OS packages: the source package advisories speak of; empty means the same as ``name``."""
    source_version: str = ""
    """OS packages: the version of the source package; empty means the same as ``version``."""
    evidence: Evidence = Evidence.INSTALLED
    cataloger: str = ""
    """Who found it."""
    owner: Purl | None = None
    """The OS package that owns the files, for a component that is not reported by itself."""
    vendored_in: str = ""
    """The component that carries this copy with it, where every place it was seen is in one."""
    direct: bool | None = None
    """Declared evidence: asked for by the project itself, by a dependency only, or not told."""
    development: bool = False
    """Declared evidence: needed only to build or test, wherever it is declared."""
    removed_in: DiffId | None = None
    """The layer that removed it, for a component that the final image no longer has."""


class Distribution(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The Linux distribution of an image."""

    id: str
    """``debian``, ``alpine``, ``rhel`` …; lower case, as os-release's ID."""
    version: str = ""
    """``12``, ``3.19.1``, ``22.04``; empty for rolling releases."""
    codename: str = ""
    id_like: tuple[str, ...] = ()
    name: str = ""
    """Pretty name for people."""
    variant: str = ""
    """Edition, where one is named: ``esm`` (Ubuntu Pro), ``server``, ``container``."""
    end_of_life_at: str | None = None
    """ISO date on which the release stops (or stopped) getting updates, where known."""
