"""The advisory database's row types: what the matcher reads and the builder writes.

Encoded as msgpack arrays; field order is the format, so a change raises ``SCHEMA``.
"""

import msgspec

SCHEMA = 1
"""Version of the database layout; another one is refused with a hint."""


class Range(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """One affected interval: ``introduced`` ≤ version < ``fixed`` (or ≤ ``last_affected``)."""

    introduced: str = "0"
    """``"0"`` means from the beginning of time."""
    fixed: str = ""
    """First version that is safe again; empty where none is known."""
    last_affected: str = ""
    """Last version that is affected, inclusive; empty where not given."""


class Affected(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """What one advisory says about one package of one ecosystem."""

    id: str
    """Advisory id."""
    ranges: tuple[Range, ...] = ()
    """In the ecosystem's version order; empty where only ``versions`` are given.

    A version in any of them is affected; with ``state`` ``not-affected`` there are none."""
    versions: tuple[str, ...] = ()
    """Affected versions listed one by one, kept only where ranges do not already say it."""
    state: str = ""
    """``""`` affected · ``not-affected`` · ``wont-fix`` (ignored, end of life) · ``postponed``
    (no fix of its own planned) · ``undetermined`` · ``unimportant`` (no effect as shipped)."""
    severity: str = ""
    """The publisher's own word for this package (Debian urgency, vendor severity)."""
    score: float = 0.0
    """CVSS score given for this package in particular, 0.0 where none."""
    modules: tuple[str, ...] = ()
    """Extra condition of the ecosystem (RPM module streams, Go import paths), else empty."""


class Score(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """One rating of an advisory."""

    source: str
    """``nvd``, ``ghsa``, ``debian``, ``redhat`` … : who published it."""
    level: str = ""
    """One of the model's levels, where the source gave a word."""
    score: float = 0.0
    """CVSS base score, computed at build time where only a vector was given."""
    vector: str = ""
    label: str = ""
    """The source's own word."""


class Advisory(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """One advisory without its affected packages."""

    id: str
    aliases: tuple[str, ...] = ()
    """The whole alias group but itself, closed over all feeds at build time."""
    summary: str = ""
    details: str = ""
    references: tuple[str, ...] = ()
    scores: tuple[Score, ...] = ()
    """Own ratings first, then those of aliases (an NVD score on the CVE, a GHSA level)."""
    cwes: tuple[str, ...] = ()
    published: str = ""
    """ISO date."""
    modified: str = ""
    epss: float = 0.0
    epss_percentile: float = 0.0
    kev: str = ""
    """ISO date on which CISA listed it (or an alias) as exploited; empty where it is not listed."""
    source: str = ""
    """Name of the feed."""
    covers: tuple[str, ...] = ()
    """Vulnerabilities that this one advisory fixes together (the CVEs of a DSA, RHSA or USN).

    They are not aliases of each other; empty where the advisory is about one flaw."""


class Facts(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """What the database keeps of a record by itself, before alias groups are closed."""

    links: tuple[str, ...] = ()
    """Ids that the record itself calls the same flaw."""
    covers: tuple[str, ...] = ()
    scores: tuple[int, ...] = ()
    """Numbers of its ratings: a hundred thousand records share a few thousand."""
    cwes: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""


class Group(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """What an alias group shares."""

    ids: tuple[str, ...]
    scores: tuple[int, ...] = ()
    epss: float = 0.0
    epss_percentile: float = 0.0
    kev: str = ""


class Text(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """What people read of an advisory; absent from matching-only databases."""

    summary: str = ""
    details: str = ""
    references: tuple[str, ...] = ()
