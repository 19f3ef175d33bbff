"""What a scanner says about anything but a vulnerability: a rule that a subject breaks."""

import msgspec

from hullmark.model.component import Component, Location
from hullmark.model.finding import Kind
from hullmark.model.severity import Rating


class Violation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One scanner's statement that one subject breaks one rule.

    A misconfiguration, a secret, malware, a licence or the end of a life. What has a
    vulnerability is a :class:`~hullmark.model.finding.Claim`.
    """

    kind: Kind
    rule: str
    """The scanner's own id of the rule (``HM-DF-0002``, ``DL3002``, ``aws-access-token``)."""
    same_as: str = ""
    """The canonical id, where the rule alone does not tell: one rule of others, several of ours."""
    title: str = ""
    message: str = ""
    """What is wrong here, one line, names the thing. Never holds a secret."""
    description: str = ""
    """Why it matters."""
    remediation: str = ""
    """What to do about it."""
    ratings: tuple[Rating, ...] = ()
    subject: str = ""
    """What breaks the rule: a file's path, an image, a host; the key of merging."""
    anchor: str = ""
    """The part of the subject, in words that outlive moved lines: ``stage build``,
    ``service web``, ``Deployment/shop/web container app``; empty for the whole subject."""
    locations: tuple[Location, ...] = ()
    component: Component | None = None
    """For licences and ends of life."""
    references: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    """Controls of frameworks: ``cis-docker-1.6.0:4.1``, ``pci-dss-4.0.1:6.3``."""
    secret_id: str = ""
    """Keyed HMAC of a secret's value, hex; empty where the value was not seen."""
    secret_masked: str = ""
    """What may be shown of a secret (``AKIA…``); never enough to use it."""
    ignored: str = ""
    """Reason of an inline ignore; empty where none applies."""
    scanner: str = "native"
    scanner_version: str = ""
    data_date: str | None = None
    """ISO date of the data the rule rests on, where it rests on any."""
