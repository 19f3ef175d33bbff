"""What one run of one scanner said, in our nouns, whatever format it was written in."""

import msgspec

from hullmark.model.component import Component
from hullmark.model.finding import Claim
from hullmark.model.ledger import Issue, Status
from hullmark.model.scan import Target
from hullmark.model.violation import Violation


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """By what two reports are known to be about the same image."""

    digests: tuple[str, ...] = ()
    """Manifest and repository digests."""
    config_digests: tuple[str, ...] = ()
    """What Trivy and Grype call the image ID."""
    diff_ids: tuple[str, ...] = ()
    """All layers' diff IDs, lowest first."""
    names: tuple[str, ...] = ()
    """References as the report spells them; a hint, not a proof."""


class ScannerReport(msgspec.Struct, frozen=True, kw_only=True):
    """One report about one target: claims, violations, inventory, and how far it can be trusted."""

    scanner: str
    """Registry name of the scanner: ``trivy``, ``grype``, ``hadolint`` …"""
    scanner_version: str = ""
    format: str = ""
    """What it was written in: ``trivy-json``, ``sarif`` …"""
    target: Target
    marks: Marks = Marks()
    claims: tuple[Claim, ...] = ()
    violations: tuple[Violation, ...] = ()
    components: tuple[Component, ...] = ()
    """The inventory, where the report has one."""
    status: Status = Status.RAN
    """Anything but ``ran`` where an empty answer is not a clean one."""
    reason: str = ""
    data_date: str | None = None
    """ISO date of the vulnerability data used."""
    results: int = 0
    """Results as the scanner's own count has them, before merging; kept + ignored + rejected."""
    ignored: int = 0
    """Results that the scanner itself had suppressed."""
    dismissed: tuple[Claim, ...] = ()
    """Of those, what is known of them; ``Claim.ignored`` says why. They are no ``claims``."""
    dependents: dict[str, tuple[str, ...]] = {}
    """purl → purls of what needs it, where the report tells; VEX asks which ways lead to a part."""
    issues: tuple[Issue, ...] = ()
    """What could not be read of the report."""
    groups: tuple[int, ...] = ()
    """One number per result in report order: so many of the next claims, 0 for the next
    violation. Empty: each claim is a result, then each violation."""
