"""The result of a scan: what every writer turns into a document."""

from datetime import datetime
from enum import StrEnum

import msgspec

from hullmark.model.attestation import Attestation, AttestationSearch
from hullmark.model.baseline import BaselineSummary
from hullmark.model.component import Component, Distribution
from hullmark.model.finding import Finding
from hullmark.model.image import Digest, ImageConfig, LayerInfo, Platform
from hullmark.model.ledger import LedgerRow


class VerdictStatus(StrEnum):
    """The gate's answer; ``incomplete`` is not a pass."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    INCOMPLETE = "incomplete"


class Reason(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a verdict is what it is."""

    message: str
    policy: str = ""
    finding: str | None = None
    """Fingerprint, where one finding is the reason."""
    file: str = ""
    """Where to look: path, with a line where one is known."""
    fix: str = ""
    """What to do."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Pass, warn, fail or incomplete, with reasons."""

    status: VerdictStatus
    reasons: tuple[Reason, ...] = ()
    profile: str = "balanced"


class Origin(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The line of a Dockerfile that made a layer."""

    layer_index: int
    file: str
    """Path of the Dockerfile as the user or the repository names it."""
    line: int
    instruction: str
    confidence: str
    """``certain``, ``likely`` or ``low``."""


class Target(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was examined, as far as it could be identified."""

    name: str
    """As the user named it, without the scheme where that was sniffed."""
    kind: str
    """``oci``, ``oci-archive``, ``docker-archive``, ``docker``, ``podman``, ``registry``,
    ``rootfs``, ``repo`` or ``sbom``."""
    digest: Digest | None = None
    """Manifest digest."""
    config_digest: Digest | None = None
    platform: Platform | None = None
    distribution: Distribution | None = None
    config: ImageConfig | None = None
    layers: tuple[LayerInfo, ...] = ()
    size_bytes: int = 0
    base_layers: int | None = None
    """How many of the lowest layers came with the base image, where a result says it that has no
    history of its own to tell it from."""
    origins: tuple[Origin, ...] = ()
    """Where each layer comes from, where a Dockerfile is at hand."""
    attestations: tuple[Attestation, ...] = ()
    """Signatures and statements found beside the image or its base."""
    attestation_searches: tuple[AttestationSearch, ...] = ()
    """What they were looked for; empty where the source has no place for them."""


class DataSource(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One feed inside the advisory database."""

    name: str
    date: str | None
    """ISO date of the newest record or of the feed itself."""
    records: int = 0


class ScanResult(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one run found out, in the order targets were given."""

    created_at: datetime
    tool_version: str
    verdict: Verdict
    targets: tuple[Target, ...] = ()
    components: tuple[Component, ...] = ()
    """Of all targets; a result of several targets also fills ``component_targets``."""
    component_targets: tuple[str, ...] = ()
    """Name of the target of the component at the same position."""
    removed: tuple[Component, ...] = ()
    """Seen in a lower layer and gone from the final image."""
    owned: tuple[Component, ...] = ()
    """Language components whose files belong to an OS package (see ``Component.owner``)."""
    findings: tuple[Finding, ...] = ()
    absent: tuple[Finding, ...] = ()
    """Findings of the baseline that are gone, each with its cause."""
    baseline: BaselineSummary | None = None
    """What was compared with, where anything was."""
    ledger: tuple[LedgerRow, ...] = ()
    data: tuple[DataSource, ...] = ()
    """The feeds the matching rested on."""
    data_kind: str = ""
    """``full``, ``starter`` or empty where nothing was matched."""
    duration_s: float = 0.0
    settings: dict[str, str] = msgspec.field(default_factory=dict)
