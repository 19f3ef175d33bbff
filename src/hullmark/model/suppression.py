"""A recorded decision to accept findings: which, who, why, until when."""

from datetime import date

import msgspec


class Suppression(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of a suppression file; a field that is empty narrows nothing down."""

    id: str = ""
    """Vulnerability under any of its ids, or a check under any of its rules; ``*`` is a glob."""
    component: str = ""
    """purl without or with version, or a name; ``*`` is a glob."""
    path: str = ""
    """Glob over the paths of a finding; all of them have to match."""
    line: int | None = None
    """Line that all places are at; lines move: for entries that a scanner's own file brought."""
    image: str = ""
    """Glob over the name of the target."""
    layer: str = ""
    """diff ID of the layer that all places are in."""
    scanner: str = ""
    """Only what this scanner, and no other, says."""
    kind: str = ""
    """``vulnerability``, ``misconfiguration``, ``secret`` …"""
    owner: str = ""
    """Who decided."""
    reason: str = ""
    """Why it is acceptable."""
    expires: date | None = None
    """Last day on which it holds."""
    source: str = ""
    """File and entry, filled in when it is read."""
