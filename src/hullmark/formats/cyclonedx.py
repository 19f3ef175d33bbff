"""Wire types of CycloneDX 1.6 (JSON), as far as Hullmark writes it.

https://cyclonedx.org/docs/1.6/json/
"""

from datetime import datetime
from typing import Literal

import msgspec

SPEC_VERSION: Literal["1.6"] = "1.6"
SCHEMA_URI = "http://cyclonedx.org/schema/bom-1.6.schema.json"


class _Wire(msgspec.Struct, omit_defaults=True, rename="camel", gc=False):
    """What all objects have in common: camel case, absent rather than empty."""


class Property(_Wire, kw_only=True):
    """A name and a value of ours."""

    name: str
    value: str


class Occurrence(_Wire, kw_only=True):
    """A place a component was found in."""

    location: str
    line: int | None = None
    additional_context: str = ""


class Evidence(_Wire, kw_only=True):
    """Where a component was found."""

    occurrences: list[Occurrence]


class License(_Wire, kw_only=True):
    """A license by SPDX id or by name."""

    id: str = ""
    name: str = ""


class LicenseChoice(_Wire, kw_only=True):
    """A license, or an expression that then stands alone."""

    license: License | None = None
    expression: str = ""


class Hash(_Wire, kw_only=True):
    """A digest of a component."""

    alg: str
    content: str


class Component(_Wire, kw_only=True):
    """A component."""

    type: str
    bom_ref: str = msgspec.field(name="bom-ref", default="")
    group: str = ""
    name: str
    version: str = ""
    description: str = ""
    hashes: list[Hash] = []
    licenses: list[LicenseChoice] = []
    purl: str = ""
    components: list["Component"] = []
    evidence: Evidence | None = None
    properties: list[Property] = []


class Tools(_Wire, kw_only=True):
    """What made the document."""

    components: list[Component]


class Metadata(_Wire, kw_only=True):
    """What the document is about."""

    timestamp: datetime
    tools: Tools
    component: Component | None = None
    properties: list[Property] = []


class Dependency(_Wire, kw_only=True):
    """What a component holds or needs."""

    ref: str
    depends_on: list[str] = []


class Source(_Wire, kw_only=True):
    """Who published something."""

    name: str = ""
    url: str = ""


class Reference(_Wire, kw_only=True):
    """Another id of a vulnerability."""

    id: str
    source: Source


class Rating(_Wire, kw_only=True):
    """A severity and where it is from."""

    source: Source
    score: float | None = None
    severity: str
    method: str = ""
    vector: str = ""


class Advisory(_Wire, kw_only=True):
    """A link about a vulnerability."""

    url: str


class Version(_Wire, kw_only=True):
    """An affected version."""

    version: str
    status: str


class Affect(_Wire, kw_only=True):
    """A component that is affected."""

    ref: str
    versions: list[Version] = []


class Analysis(_Wire, kw_only=True):
    """What is known about the effect in this image."""

    state: str = ""
    response: list[str] = []
    detail: str = ""


class Vulnerability(_Wire, kw_only=True):
    """A finding."""

    bom_ref: str = msgspec.field(name="bom-ref")
    id: str
    source: Source
    references: list[Reference] = []
    ratings: list[Rating] = []
    description: str = ""
    detail: str = ""
    recommendation: str = ""
    advisories: list[Advisory] = []
    published: str = ""
    analysis: Analysis | None = None
    affects: list[Affect] = []
    properties: list[Property] = []


class Bom(_Wire, kw_only=True):
    """A bill of materials."""

    schema: str = msgspec.field(name="$schema")
    bom_format: Literal["CycloneDX"]
    spec_version: Literal["1.6"]
    serial_number: str
    version: int
    metadata: Metadata
    components: list[Component] = []
    dependencies: list[Dependency] = []
    vulnerabilities: list[Vulnerability] = []
