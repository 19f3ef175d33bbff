"""Stable identity of a finding across scans.

A fingerprint hashes what stays the same while an image is rebuilt: kind, flaw, component name and
lineage of the image. Version, tag, digest, layer and line are not in it.

**Which id stands for the flaw.** The lowest CVE of the alias group, else the GHSA, else the
record's own id. An alias that is added later changes nothing as long as the group has a CVE; the
first CVE of a group that had none changes the fingerprint once. ``fingerprints_of`` gives the
fingerprint under each member of the group, and a baseline that compares these sets sees one
finding even then.

**Two versions of one component.** They are two findings. The lowest affected version has the plain
fingerprint, the next one is numbered 2, and so on in version order. An upgrade that keeps both
affected keeps both fingerprints; when one of them is cured, the last number goes.
"""

import hashlib
from collections.abc import Sequence

from hullmark.merge.subject import name_key
from hullmark.model.component import Component
from hullmark.model.finding import Fingerprint, Kind


def fingerprint(
    kind: Kind,
    identifier: str,
    name: tuple[str, str] | None,
    lineage: str,
    *,
    ordinal: int = 1,
) -> Fingerprint:
    """Return the fingerprint of one flaw in one component of one image lineage.

    Args:
        kind: What the finding is about.
        identifier: The id that stands for the flaw.
        name: Type and normal name of the component (``name_key``); ``None`` for findings about
            the whole target.
        lineage: Name that all builds of the image share.
        ordinal: 1 for the lowest affected version of the component, 2 for the next.
    """
    what, called = name or ("", "")
    canonical = (
        f"{len(kind)}:{kind}\n{len(identifier)}:{identifier}\n{len(what)}:{what}\n"
        f"{len(called)}:{called}\n{len(lineage)}:{lineage}"
    )
    if ordinal > 1:
        canonical += f"\n{len(str(ordinal))}:{ordinal}"
    return Fingerprint(hashlib.sha256(canonical.encode()).hexdigest())


def fingerprints_of(
    kind: Kind,
    identifiers: Sequence[str],
    component: Component | None,
    lineage: str,
    *,
    ordinal: int = 1,
) -> tuple[Fingerprint, ...]:
    """Return the fingerprint under each id of the group, the finding's own first."""
    name = name_key(component) if component is not None else None
    return tuple(
        fingerprint(kind, identifier, name, lineage, ordinal=ordinal) for identifier in identifiers
    )
