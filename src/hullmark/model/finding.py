"""Claims of scanners and the findings that they become."""

from enum import StrEnum
from typing import NewType

import msgspec

from hullmark.model.baseline import BaselineState
from hullmark.model.component import Component, Location
from hullmark.model.severity import Rating, Severity
from hullmark.model.silence import Silence

Fingerprint = NewType("Fingerprint", str)
"""Stable identity of a finding across scans: free of tag, digest and line."""


class Kind(StrEnum):
    """What a finding is about."""

    VULNERABILITY = "vulnerability"
    MISCONFIGURATION = "misconfiguration"
    SECRET = "secret"
    MALWARE = "malware"
    LICENSE = "license"
    END_OF_LIFE = "end-of-life"


class FixState(StrEnum):
    """What the advisory's publisher says about a fix."""

    FIXED = "fixed"
    NOT_FIXED = "not-fixed"
    WONT_FIX = "wont-fix"
    UNKNOWN = "unknown"


class Priority(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Order of work, apart from severity: what is exploited, what probably will be."""

    known_exploited: bool = False
    """Listed in CISA's Known Exploited Vulnerabilities."""
    epss: float | None = None
    """Probability of exploitation in the next 30 days, 0 to 1."""
    epss_percentile: float | None = None


class Claim(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One scanner's statement that one component has one vulnerability."""

    advisory_id: str
    """The record that matched (``DEBIAN-CVE-…``, ``GHSA-…``, ``CVE-…``)."""
    aliases: tuple[str, ...] = ()
    """Every other id of the same flaw."""
    component: Component
    title: str = ""
    description: str = ""
    references: tuple[str, ...] = ()
    ratings: tuple[Rating, ...] = ()
    fixed_in: tuple[str, ...] = ()
    """Versions that fix it, in ascending order, for the line the component is on."""
    fix_state: FixState = FixState.UNKNOWN
    priority: Priority = msgspec.field(default_factory=Priority)
    published_at: str | None = None
    """ISO date of publication."""
    scanner: str = "native"
    scanner_version: str = ""
    data_date: str | None = None
    """ISO date of the data the claim rests on."""
    ignored: str = ""
    """Why the source itself says that it does not count (a VEX status); empty where it does."""


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A scanner that made a finding, with what it said."""

    scanner: str
    version: str = ""
    rule: str = ""
    """The scanner's own id."""
    severity: Severity = Severity.UNKNOWN
    data_date: str | None = None


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One real problem: an alias group in one component, with everyone who says so."""

    id: Fingerprint
    kind: Kind
    identifiers: tuple[str, ...]
    """The alias group; the name people know (CVE, else GHSA, else the record's own) first."""
    title: str
    severity: Severity
    rating: Rating | None
    """The rating the effective severity was taken from."""
    ratings: tuple[Rating, ...] = ()
    component: Component | None = None
    """For an OS vulnerability, the source package; see ``packages``."""
    packages: tuple[str, ...] = ()
    """purls of the installed binary packages, for OS vulnerabilities."""
    locations: tuple[Location, ...] = ()
    fixed_in: tuple[str, ...] = ()
    fix_state: FixState = FixState.UNKNOWN
    priority: Priority = msgspec.field(default_factory=Priority)
    description: str = ""
    references: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    silences: tuple[Silence, ...] = ()
    """Scanners that looked and do not say it, with why."""
    suppressed: bool = False
    cause: str | None = None
    """Why it is new, changed or gone (see ``Cause``), once a baseline is at hand."""
    baseline_state: BaselineState | None = None
    """How it stands to the baseline, where one is at hand."""
    published_at: str | None = None
    first_seen_at: str | None = None
    """ISO date on which an earlier result saw it first, where one is at hand."""
    message: str = ""
    """Misconfigurations and secrets: what is wrong at this place."""
    remediation: str = ""
    subject: str = ""
    """Misconfigurations and secrets: the file, image or host that breaks the rule."""
    anchor: str = ""
    """The part of the subject, in words that outlive moved lines (``stage build``)."""
    controls: tuple[str, ...] = ()
    """Controls of frameworks that it touches, ``cis-docker-1.6.0:4.1``."""
    secret_masked: str = ""
    """What may be shown of a secret."""
    suppression: str = ""
    """Why it is suppressed, where it is."""
    target: str = ""
    """Name of the target it was found in."""
