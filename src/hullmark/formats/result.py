"""Wire types of Hullmark's own JSON result, and the JSON Schema they imply.

What stands here is a promise to other people's scripts: fields are added, never changed.
Fields without a default are always present; the others are left out where they are empty.
"""

from datetime import datetime
from typing import Any, Literal

import msgspec

from hullmark.model.baseline import BaselineState
from hullmark.model.component import Evidence
from hullmark.model.finding import FixState, Kind
from hullmark.model.ledger import Status
from hullmark.model.scan import VerdictStatus
from hullmark.model.severity import Severity as Level
from hullmark.model.silence import SilenceKind

SCHEMA: Literal["urn:hullmark:result:1"] = "urn:hullmark:result:1"
"""Name and version of the shape, also the ``$id`` of its JSON Schema."""


class _Wire(msgspec.Struct, omit_defaults=True, gc=False):
    """What all parts of a result have in common."""


class Tool(_Wire, kw_only=True):
    """The program that wrote the result."""

    name: str
    version: str


class Reason(_Wire, kw_only=True):
    """Why the verdict is what it is."""

    message: str
    policy: str = ""
    finding: str | None = None
    file: str = ""
    fix: str = ""


class Verdict(_Wire, kw_only=True):
    """The gate's answer."""

    status: VerdictStatus
    reasons: list[Reason]
    profile: str = ""


class Distribution(_Wire, kw_only=True):
    """The Linux distribution of a target."""

    id: str
    version: str
    codename: str = ""
    id_like: list[str] = []
    name: str = ""
    variant: str = ""
    end_of_life_at: str | None = None


class Config(_Wire, kw_only=True):
    """Settings of an image; the values of its environment stay out, they may be secrets."""

    created: datetime | None = None
    user: str = ""
    entrypoint: list[str] = []
    cmd: list[str] = []
    working_dir: str = ""
    exposed_ports: list[str] = []
    volumes: list[str] = []
    labels: dict[str, str] = {}
    healthcheck: bool = False


class Layer(_Wire, kw_only=True):
    """One layer of an image, the lowest first."""

    index: int
    diff_id: str | None
    digest: str | None
    size_bytes: int
    instruction: str
    origin: "Origin | None" = None


class Base(_Wire, kw_only=True):
    """The image that a target is built upon, as far as it says so itself."""

    name: str = ""
    digest: str = ""
    created: datetime | None = None
    layers: int = 0
    """How many of the target's lowest layers it brought."""


class Attestation(_Wire, kw_only=True):
    """A signature or signed statement about an image or its base."""

    subject: str
    kind: str
    verified: bool
    signer: str = ""
    digest: str = ""
    place: str = ""
    predicate_type: str = ""
    issuer: str = ""
    checked: bool = False
    """Whether its signature was held against a key."""
    reason: str = ""
    """Why it is not verified."""


class AttestationSearch(_Wire, kw_only=True):
    """A manifest or index for which signatures and statements were looked for."""

    subject: str
    complete: bool
    """Only where it is, nothing found means that nothing is there."""
    reason: str = ""


class Target(_Wire, kw_only=True):
    """What was examined."""

    name: str
    kind: str
    digest: str | None
    platform: str | None
    config_digest: str | None = None
    os_version: str = ""
    distribution: Distribution | None = None
    config: Config | None = None
    layers: list[Layer] = []
    size_bytes: int = 0
    base: Base | None = None
    attestations: list[Attestation] = []
    attestation_searches: list[AttestationSearch] = []


class Location(_Wire, kw_only=True):
    """Where a component was seen."""

    path: str
    layer: str | None
    instruction: str | None
    layer_index: int | None = None
    line: int | None = None
    column: int | None = None


class Component(_Wire, kw_only=True):
    """A component at one version, with every place it was seen."""

    name: str
    version: str
    purl: str
    type: str
    locations: list[Location]
    ecosystem: str = ""
    licenses: list[str] = []
    license_expression: str = ""
    architecture: str = ""
    source_name: str = ""
    source_version: str = ""
    evidence: Evidence = Evidence.INSTALLED
    cataloger: str = ""
    owner: str | None = None
    vendored_in: str = ""
    removed_in: str | None = None
    direct: bool | None = None
    development: bool = False
    target: str = ""


class Severity(_Wire, kw_only=True):
    """The effective severity and the rating it was taken from."""

    level: Level
    score: float | None
    source: str | None
    vector: str | None = None
    label: str | None = None


class Rating(_Wire, kw_only=True):
    """One source's opinion, as it was given."""

    source: str
    level: Level
    score: float | None = None
    vector: str | None = None
    label: str | None = None


class Subject(_Wire, kw_only=True):
    """The component a finding is about; for OS vulnerabilities the source package."""

    name: str
    version: str
    purl: str
    type: str
    ecosystem: str = ""
    vendored_in: str = ""


class Origin(_Wire, kw_only=True):
    """The line of a Dockerfile that made a layer, and how sure that is."""

    file: str
    line: int
    instruction: str
    confidence: str


class FindingLocation(_Wire, kw_only=True):
    """A place a finding points at."""

    path: str
    line: int | None
    column: int | None
    layer: str | None
    instruction: str | None = None
    layer_index: int | None = None
    note: str = ""
    origin: Origin | None = None


class Source(_Wire, kw_only=True):
    """A scanner that made a finding."""

    scanner: str
    version: str
    rule: str
    severity: Level
    data_date: str | None = None


class Silence(_Wire, kw_only=True):
    """A scanner that looked and does not say it, with why."""

    scanner: str
    kind: SilenceKind
    reason: str


class Finding(_Wire, kw_only=True):
    """One real problem, with everyone who says so."""

    id: str
    kind: Kind
    identifiers: list[str]
    title: str
    severity: Severity
    component: Subject | None
    locations: list[FindingLocation]
    fixed_in: list[str]
    sources: list[Source]
    silences: list[Silence] = []
    suppressed: bool
    cause: str | None
    baseline_state: BaselineState | None = None
    fix_state: FixState = FixState.UNKNOWN
    known_exploited: bool = False
    epss: float | None = None
    epss_percentile: float | None = None
    packages: list[str] = []
    ratings: list[Rating] = []
    description: str = ""
    references: list[str] = []
    published_at: str | None = None
    first_seen_at: str | None = None
    """Day on which an earlier result or the store saw it first, where one was asked."""
    target: str = ""
    message: str = ""
    remediation: str = ""
    subject: str = ""
    anchor: str = ""
    controls: list[str] = []
    secret: str = ""
    suppression: str = ""


class Baseline(_Wire, kw_only=True):
    """What the result was compared with, and how it came out in numbers."""

    source: str
    created: str = ""
    new: int
    unchanged: int
    updated: int
    absent: int
    causes: dict[str, int] = {}


class LedgerRow(_Wire, kw_only=True):
    """What ran on what, with which data, and how it ended."""

    target: str
    scanner: str
    check: str
    status: Status
    reason: str
    data_date: str | None


class DataSource(_Wire, kw_only=True):
    """A feed of the advisory database."""

    name: str
    date: str | None
    records: int = 0


class Result(_Wire, kw_only=True):
    """The result of one scan."""

    schema: Literal["urn:hullmark:result:1"]
    tool: Tool
    created: datetime
    verdict: Verdict
    targets: list[Target]
    components: list[Component]
    findings: list[Finding]
    ledger: list[LedgerRow]
    absent: list[Finding] = []
    baseline: Baseline | None = None
    removed: list[Component]
    owned: list[Component]
    data: list[DataSource]
    data_kind: str = ""
    settings: dict[str, str] = {}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a result."""
    schema = msgspec.json.schema(Result)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "title": "Result of a Hullmark scan, version 1",
        **schema,
    }
