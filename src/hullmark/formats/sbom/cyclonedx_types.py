"""What CycloneDX 1.2 to 1.7 allow, as types: a document that does not fit is not valid.

Parts that Hullmark never reads (model cards, cryptography, formulation, declarations, annotations,
signatures) are taken as they are. What differs between versions is in ``cyclonedx_rules``.
"""

from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

import msgspec

_Ref: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
_Email: TypeAlias = Annotated[str, msgspec.Meta(pattern="@")]
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
    email: _Email | msgspec.UnsetType = msgspec.UNSET
    phone: str = ""


class Entity(_Strict):
    """An organisation."""

    bom_ref: _Ref | msgspec.UnsetType = msgspec.field(name="bom-ref", default=msgspec.UNSET)
    name: str = ""
    address: Any = None
    url: tuple[str, ...] = ()
    contact: tuple[Contact, ...] = ()


class ExternalReference(_Strict):
    """A link; which kinds there are depends on the version."""

    url: str
    type: str
    comment: str = ""
    hashes: tuple[Hash, ...] = ()
    properties: tuple[Property, ...] = ()


class License(_Strict):
    """A license by id or by name, one of them."""

    bom_ref: _Ref | msgspec.UnsetType = msgspec.field(name="bom-ref", default=msgspec.UNSET)
    id: str | msgspec.UnsetType = msgspec.UNSET
    name: str | msgspec.UnsetType = msgspec.UNSET
    acknowledgement: Literal["declared", "concluded"] | msgspec.UnsetType = msgspec.UNSET
    text: Attachment | None = None
    url: str = ""
    licensing: Any = None
    properties: tuple[Property, ...] = ()


class LicenseChoice(_Strict):
    """A license or an expression, one of them."""

    license: License | msgspec.UnsetType = msgspec.UNSET
    expression: str | msgspec.UnsetType = msgspec.UNSET
    expression_details: Any = None
    acknowledgement: Literal["declared", "concluded"] | msgspec.UnsetType = msgspec.UNSET
    bom_ref: _Ref | msgspec.UnsetType = msgspec.field(name="bom-ref", default=msgspec.UNSET)
    licensing: Any = None
    properties: tuple[Property, ...] = ()


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
    references: tuple[str, ...] = ()


class Diff(_Strict):
    """A change to a text."""

    text: Attachment | None = None
    url: str = ""


class Patch(_Strict):
    """A change to a component."""

    type: Literal["unofficial", "monkey", "backport", "cherry-pick"]
    diff: Diff | None = None
    resolves: tuple[Issue, ...] = ()


class Action(_Strict):
    """Who did something, and when."""

    timestamp: datetime | None = None
    name: str = ""
    email: _Email | msgspec.UnsetType = msgspec.UNSET


class Commit(_Strict):
    """A change in a repository."""

    uid: str = ""
    url: str = ""
    author: Action | None = None
    committer: Action | None = None
    message: str = ""


class Pedigree(_Strict):
    """Where a component comes from."""

    ancestors: tuple["Component", ...] = ()
    descendants: tuple["Component", ...] = ()
    variants: tuple["Component", ...] = ()
    commits: tuple[Commit, ...] = ()
    patches: tuple[Patch, ...] = ()
    notes: str = ""


class Occurrence(_Strict):
    """A place a component was found in."""

    location: str
    bom_ref: _Ref | msgspec.UnsetType = msgspec.field(name="bom-ref", default=msgspec.UNSET)
    line: Annotated[int, msgspec.Meta(ge=0)] = 0
    offset: Annotated[int, msgspec.Meta(ge=0)] = 0
    symbol: str = ""
    additional_context: str = ""


class Copyright(_Strict):
    """A copyright that was found."""

    text: str


class Evidence(_Strict):
    """How a component was found."""

    identity: Any = None
    occurrences: tuple[Occurrence, ...] = ()
    callstack: Any = None
    licenses: tuple[LicenseChoice, ...] = ()
    copyright: tuple[Copyright, ...] = ()


class ReleaseNotes(_Strict):
    """What a release brings."""

    type: str
    title: str = ""
    featured_image: str = ""
    social_image: str = ""
    description: str = ""
    timestamp: datetime | None = None
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    resolves: tuple[Issue, ...] = ()
    notes: Any = None
    properties: tuple[Property, ...] = ()


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
    authors: tuple[Contact, ...] = ()
    author: str = ""
    publisher: str = ""
    group: str = ""
    version: str | msgspec.UnsetType = msgspec.UNSET
    version_range: _Ref | msgspec.UnsetType = msgspec.UNSET
    is_external: bool = False
    description: str = ""
    scope: Literal["required", "optional", "excluded"] | msgspec.UnsetType = msgspec.UNSET
    hashes: tuple[Hash, ...] = ()
    licenses: tuple[LicenseChoice, ...] = ()
    copyright: str = ""
    patent_assertions: Any = None
    cpe: str = ""
    purl: str = ""
    omnibor_id: tuple[str, ...] = ()
    swhid: tuple[str, ...] = ()
    swid: Swid | None = None
    modified: bool = False
    pedigree: Pedigree | None = None
    external_references: tuple[ExternalReference, ...] = ()
    components: tuple["Component", ...] = ()
    evidence: Evidence | None = None
    release_notes: ReleaseNotes | None = None
    model_card: Any = None
    data: Any = None
    crypto_properties: Any = None
    properties: tuple[Property, ...] = ()
    tags: tuple[str, ...] = ()
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
    endpoints: tuple[str, ...] = ()
    authenticated: bool = False
    x_trust_boundary: bool = msgspec.field(name="x-trust-boundary", default=False)
    trust_zone: str = ""
    data: tuple[Flow, ...] = ()
    licenses: tuple[LicenseChoice, ...] = ()
    patent_assertions: Any = None
    external_references: tuple[ExternalReference, ...] = ()
    services: tuple["Service", ...] = ()
    release_notes: ReleaseNotes | None = None
    properties: tuple[Property, ...] = ()
    tags: tuple[str, ...] = ()
    signature: Any = None


class Tool(_Strict):
    """A program, as versions before 1.5 describe it."""

    vendor: str = ""
    name: str = ""
    version: str = ""
    hashes: tuple[Hash, ...] = ()
    external_references: tuple[ExternalReference, ...] = ()


class Tools(_Strict):
    """Programs as components and services."""

    components: tuple[Component, ...] = ()
    services: tuple[Service, ...] = ()


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
    lifecycles: tuple[Lifecycle, ...] = ()
    tools: tuple[Tool, ...] | Tools = ()
    manufacturer: Entity | None = None
    manufacture: Entity | None = None
    authors: tuple[Contact, ...] = ()
    component: Component | None = None
    supplier: Entity | None = None
    licenses: tuple[LicenseChoice, ...] = ()
    properties: tuple[Property, ...] = ()
    distribution_constraints: Any = None


class Dependency(_Strict):
    """What an element needs."""

    ref: _Ref
    depends_on: tuple[_Ref, ...] = ()
    provides: tuple[_Ref, ...] = ()


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
    version: Annotated[int, msgspec.Meta(ge=1)] | msgspec.UnsetType = msgspec.UNSET
    metadata: Metadata | None = None
    components: tuple[Component, ...] = ()
    services: tuple[Service, ...] = ()
    external_references: tuple[ExternalReference, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    compositions: Any = None
    vulnerabilities: tuple[dict[str, Any], ...] = ()
    annotations: Any = None
    formulation: Any = None
    declarations: Any = None
    definitions: Any = None
    citations: tuple[Citation, ...] = ()
    properties: tuple[Property, ...] = ()
    signature: Any = None
