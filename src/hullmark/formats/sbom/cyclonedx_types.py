"""What CycloneDX 1.2 to 1.7 allow, as types: a document that does not fit is not valid.

Parts that Hullmark never reads (model cards, cryptography, formulation, declarations, annotations,
signatures) are taken as they are. What differs between versions is in ``cyclonedx_rules``.
"""

from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

import msgspec

_Ref: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
_HASH_CONTENT = r"^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|(?:[0-9a-fA-F]{32}){2,4})$"
_SERIAL = r"^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
_MIME = r"^[-+a-z0-9.]+/[-+a-z0-9.]+$"


class _Strict(msgspec.Struct, kw_only=True, rename="camel", forbid_unknown_fields=True, gc=False):
    """What all objects have in common: no field that the format does not name."""


class Hash(_Strict):
    """A digest; which algorithms there are depends on the version."""

    alg: str
    content: Annotated[str, msgspec.Meta(pattern=_HASH_CONTENT)]


class Property(_Strict):
    """A name with a value."""

    name: str
    value: str = ""


class Attachment(_Strict):
    """A text, possibly encoded."""

    content: str
    content_type: str = ""
    encoding: Literal["base64"] | msgspec.UnsetType = msgspec.UNSET


class Contact(_Strict):
    """A person."""

    bom_ref: _Ref | msgspec.UnsetType = msgspec.field(name="bom-ref", default=msgspec.UNSET)
    name: str = ""
    email: str = ""
    phone: str = ""


class Entity(_Strict):
    """An organisation."""

    bom_ref: _Ref | msgspec.UnsetType = msgspec.field(name="bom-ref", default=msgspec.UNSET)
    name: str = ""
    address: Any = None
    url: list[str] = []
    contact: list[Contact] = []


class ExternalReference(_Strict):
    """A link; which kinds there are depends on the version."""

    url: str
    type: str
    comment: str = ""
    hashes: list[Hash] = []
    properties: list[Property] = []


class License(_Strict):
    """A license by id or by name, one of them."""

    bom_ref: _Ref | msgspec.UnsetType = msgspec.field(name="bom-ref", default=msgspec.UNSET)
    id: str | msgspec.UnsetType = msgspec.UNSET
    name: str | msgspec.UnsetType = msgspec.UNSET
    acknowledgement: Literal["declared", "concluded"] | msgspec.UnsetType = msgspec.UNSET
    text: Attachment | None = None
    url: str = ""
    licensing: Any = None
    properties: list[Property] = []


class LicenseChoice(_Strict):
    """A license or an expression, one of them."""

    license: License | msgspec.UnsetType = msgspec.UNSET
    expression: str | msgspec.UnsetType = msgspec.UNSET
    expression_details: Any = None
    acknowledgement: Literal["declared", "concluded"] | msgspec.UnsetType = msgspec.UNSET
    bom_ref: _Ref | msgspec.UnsetType = msgspec.field(name="bom-ref", default=msgspec.UNSET)
    licensing: Any = None
    properties: list[Property] = []


class Swid(_Strict):
    """A software identification tag."""

    tag_id: str
    name: str
    version: str = ""
    tag_version: int = 0
    patch: bool = False
    text: Attachment | None = None
    url: str = ""


class Source(_Strict):
    """Who knows an issue."""

    name: str = ""
    url: str = ""


class Issue(_Strict):
    """What a patch or a release resolves."""

    type: Literal["defect", "enhancement", "security"]
    id: str = ""
    name: str = ""
    description: str = ""
    source: Source | None = None
    references: list[str] = []


class Diff(_Strict):
    """A change to a text."""

    text: Attachment | None = None
    url: str = ""


class Patch(_Strict):
    """A change to a component."""

    type: Literal["unofficial", "monkey", "backport", "cherry-pick"]
    diff: Diff | None = None
    resolves: list[Issue] = []


class Commit(_Strict):
    """A change in a repository."""

    uid: str = ""
    url: str = ""
    author: Any = None
    committer: Any = None
    message: str = ""


class Pedigree(_Strict):
    """Where a component comes from."""

    ancestors: list["Component"] = []
    descendants: list["Component"] = []
    variants: list["Component"] = []
    commits: list[Commit] = []
    patches: list[Patch] = []
    notes: str = ""


class Occurrence(_Strict):
    """A place a component was found in."""

    location: str
    bom_ref: _Ref | msgspec.UnsetType = msgspec.field(name="bom-ref", default=msgspec.UNSET)
    line: Annotated[int, msgspec.Meta(ge=0)] = 0
    offset: Annotated[int, msgspec.Meta(ge=0)] = 0
    symbol: str = ""
    additional_context: str = ""


class Evidence(_Strict):
    """How a component was found."""

    identity: Any = None
    occurrences: list[Occurrence] = []
    callstack: Any = None
    licenses: list[LicenseChoice] = []
    copyright: Any = None


class ReleaseNotes(_Strict):
    """What a release brings."""

    type: str
    title: str = ""
    featured_image: str = ""
    social_image: str = ""
    description: str = ""
    timestamp: datetime | None = None
    aliases: list[str] = []
    tags: list[str] = []
    resolves: list[Issue] = []
    notes: Any = None
    properties: list[Property] = []


class Component(_Strict):
    """A component; which types there are depends on the version."""

    type: str
    name: str
    mime_type: Annotated[str, msgspec.Meta(pattern=_MIME)] | msgspec.UnsetType = msgspec.field(
        name="mime-type", default=msgspec.UNSET
    )
    bom_ref: _Ref | msgspec.UnsetType = msgspec.field(name="bom-ref", default=msgspec.UNSET)
    supplier: Entity | None = None
    manufacturer: Entity | None = None
    authors: list[Contact] = []
    author: str = ""
    publisher: str = ""
    group: str = ""
    version: str | msgspec.UnsetType = msgspec.UNSET
    version_range: _Ref | msgspec.UnsetType = msgspec.UNSET
    is_external: bool = False
    description: str = ""
    scope: Literal["required", "optional", "excluded"] | msgspec.UnsetType = msgspec.UNSET
    hashes: list[Hash] = []
    licenses: list[LicenseChoice] = []
    copyright: str = ""
    patent_assertions: Any = None
    cpe: str = ""
    purl: str = ""
    omnibor_id: list[str] = []
    swhid: list[str] = []
    swid: Swid | None = None
    modified: bool = False
    pedigree: Pedigree | None = None
    external_references: list[ExternalReference] = []
    components: list["Component"] = []
    evidence: Evidence | None = None
    release_notes: ReleaseNotes | None = None
    model_card: Any = None
    data: Any = None
    crypto_properties: Any = None
    properties: list[Property] = []
    tags: list[str] = []
    signature: Any = None


class Flow(_Strict):
    """Data that a service takes or gives."""

    flow: Literal["inbound", "outbound", "bi-directional", "unknown"]
    classification: str
    name: str = ""
    description: str = ""
    governance: Any = None
    source: Any = None
    destination: Any = None


class Service(_Strict):
    """A service."""

    name: str
    bom_ref: _Ref | msgspec.UnsetType = msgspec.field(name="bom-ref", default=msgspec.UNSET)
    provider: Entity | None = None
    group: str = ""
    version: str = ""
    description: str = ""
    endpoints: list[str] = []
    authenticated: bool = False
    x_trust_boundary: bool = msgspec.field(name="x-trust-boundary", default=False)
    trust_zone: str = ""
    data: list[Flow] = []
    licenses: list[LicenseChoice] = []
    patent_assertions: Any = None
    external_references: list[ExternalReference] = []
    services: list["Service"] = []
    release_notes: ReleaseNotes | None = None
    properties: list[Property] = []
    tags: list[str] = []
    signature: Any = None


class Tool(_Strict):
    """A program, as versions before 1.5 describe it."""

    vendor: str = ""
    name: str = ""
    version: str = ""
    hashes: list[Hash] = []
    external_references: list[ExternalReference] = []


class Tools(_Strict):
    """Programs as components and services."""

    components: list[Component] = []
    services: list[Service] = []


class Lifecycle(_Strict):
    """When a document was made: a phase, or one with a name of its own."""

    phase: (
        Literal[
            "design",
            "pre-build",
            "build",
            "post-build",
            "operations",
            "discovery",
            "decommission",
        ]
        | msgspec.UnsetType
    ) = msgspec.UNSET
    name: str | msgspec.UnsetType = msgspec.UNSET
    description: str = ""


class Metadata(_Strict):
    """What a document is about."""

    timestamp: datetime | msgspec.UnsetType = msgspec.UNSET
    lifecycles: list[Lifecycle] = []
    tools: list[Tool] | Tools = []
    manufacturer: Entity | None = None
    manufacture: Entity | None = None
    authors: list[Contact] = []
    component: Component | None = None
    supplier: Entity | None = None
    licenses: list[LicenseChoice] = []
    properties: list[Property] = []
    distribution_constraints: Any = None


class Dependency(_Strict):
    """What an element needs."""

    ref: _Ref
    depends_on: list[_Ref] = []
    provides: list[_Ref] = []


class Citation(_Strict):
    """Who supplied a part of the document."""

    timestamp: datetime
    bom_ref: _Ref | msgspec.UnsetType = msgspec.field(name="bom-ref", default=msgspec.UNSET)
    pointers: Annotated[list[str], msgspec.Meta(min_length=1)] | msgspec.UnsetType = msgspec.UNSET
    expressions: Annotated[list[str], msgspec.Meta(min_length=1)] | msgspec.UnsetType = (
        msgspec.UNSET
    )
    attributed_to: _Ref | msgspec.UnsetType = msgspec.UNSET
    process: _Ref | msgspec.UnsetType = msgspec.UNSET
    note: str = ""
    signature: Any = None


class Document(_Strict):
    """A bill of materials as a whole."""

    bom_format: Literal["CycloneDX"]
    spec_version: str
    schema: str = msgspec.field(name="$schema", default="")
    serial_number: Annotated[str, msgspec.Meta(pattern=_SERIAL)] | msgspec.UnsetType = msgspec.UNSET
    version: Annotated[int, msgspec.Meta(ge=1)] = 1
    metadata: Metadata | None = None
    components: list[Component] = []
    services: list[Service] = []
    external_references: list[ExternalReference] = []
    dependencies: list[Dependency] = []
    compositions: Any = None
    vulnerabilities: list[dict[str, Any]] = []
    annotations: Any = None
    formulation: Any = None
    declarations: Any = None
    definitions: Any = None
    citations: list[Citation] = []
    properties: list[Property] = []
    signature: Any = None
