"""The fields of an OSV record that we read."""

from typing import Any

import msgspec


class Event(msgspec.Struct, gc=False):
    """One event; ``limit`` only bounds git ranges."""

    introduced: str | None = None
    fixed: str | None = None
    last_affected: str | None = None


class VersionRange(msgspec.Struct, gc=False):
    """A range of one kind."""

    type: str = ""
    events: list[Event] | None = None


class Package(msgspec.Struct, gc=False):
    """What is affected."""

    ecosystem: str = ""
    name: str = ""
    purl: str | None = None


class Rated(msgspec.Struct, gc=False):
    """A rating: a vector, or a word for the types that are named after a source."""

    type: str = ""
    score: str | float | int | None = None
    source: str | None = None


class Import(msgspec.Struct, gc=False):
    """A Go import path."""

    path: str = ""


class EcosystemSpecific(msgspec.Struct, gc=False):
    """What single ecosystems add to an affected package."""

    urgency: Any = None
    severity: Any = None
    status: Any = None
    ubuntu_priority: Any = None
    rpm_modularity: Any = None
    imports: Any = None


class AffectedSpecific(msgspec.Struct, gc=False):
    """What single databases add to an affected package."""

    last_known_affected_version_range: Any = None


class AffectedPackage(msgspec.Struct, gc=False):
    """One entry of ``affected``."""

    package: Package | None = None
    ranges: list[VersionRange] | None = None
    versions: list[str] | None = None
    severity: list[Rated] | None = None
    ecosystem_specific: EcosystemSpecific | None = None
    database_specific: AffectedSpecific | None = None


class Reference(msgspec.Struct, gc=False):
    """A link."""

    url: str = ""


class DatabaseSpecific(msgspec.Struct, gc=False):
    """What single databases add to a record."""

    severity: Any = None
    cwe_ids: Any = None


class OsvRecord(msgspec.Struct, gc=False):
    """One record; everything but the id may be absent."""

    id: str
    modified: str | None = None
    published: str | None = None
    withdrawn: str | None = None
    aliases: list[str] | None = None
    upstream: list[str] | None = None
    related: list[str] | None = None
    summary: str | None = None
    details: str | None = None
    severity: list[Rated] | None = None
    affected: list[AffectedPackage] | None = None
    references: list[Reference] | None = None
    database_specific: DatabaseSpecific | None = None
