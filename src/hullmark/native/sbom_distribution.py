"""Which distribution a bill of materials speaks of: said outright, or by its package URLs."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from hullmark.formats.purl import PackageUrl
from hullmark.formats.sbom.document import System
from hullmark.model.component import Distribution
from hullmark.model.ecosystem import DISTRIBUTED_TYPES
from hullmark.native.catalogers.distribution.codenames import DEBIAN, UBUNTU
from hullmark.native.catalogers.distribution.names import id_like_of, id_of_name

_IDS: Final = {
    "alma": "almalinux",
    "amazon": "amzn",
    "amazonlinux": "amzn",
    "amazon linux": "amzn",
    "cbl-mariner": "mariner",
    "oracle": "ol",
    "oraclelinux": "ol",
    "red hat": "rhel",
    "redhat": "rhel",
    "rockylinux": "rocky",
    "slem": "sle-micro",
    "suse": "sles",
    "suse linux enterprise server": "sles",
}
"""What tools and namespaces call distributions → their os-release ID."""
_NAME_VERSION: Final = re.compile(r"(.+?)[-:@ ]v?(\d[\w.]*)")
_CODENAMES: Final = (("debian", DEBIAN), ("ubuntu", UBUNTU))


def distribution_of(system: System | None, urls: Iterable[PackageUrl]) -> Distribution | None:
    """Return the distribution of a document; package URLs fill in what it does not say itself."""
    named = Counter(
        (url.namespace, url.qualifier("distro")) for url in urls if url.type in DISTRIBUTED_TYPES
    )
    told = [_from_purl(*pair) for pair, _ in named.most_common() if any(pair)]
    best = next((each for each in told if each.version or each.codename), None)
    best = best or (told[0] if told else None)
    if system is None:
        return best
    id_ = _id(system.name)
    own = Distribution(
        id=id_,
        version=system.version,
        codename=system.codename,
        id_like=system.id_like or id_like_of(id_),
        name=system.title,
        variant=system.variant,
    )
    if own.version or own.codename or best is None or best.id != id_:
        return own
    return Distribution(
        id=id_,
        version=best.version,
        codename=best.codename,
        id_like=own.id_like,
        name=own.name,
        variant=own.variant,
    )


def _from_purl(namespace: str, distro: str) -> Distribution:
    """Return what namespace and ``distro`` say: ``debian-12.5``, ``bookworm``, ``fedora-40``."""
    distro = distro.strip().lower()
    prefix = f"{namespace}-"
    rest = distro.removeprefix(prefix) if namespace else distro
    if rest != distro and "-" not in rest:
        id_, version = _id(namespace), rest
    elif found := _NAME_VERSION.fullmatch(distro):
        id_, version = _id(found[1]), found[2]
    else:
        for id_, codenames in _CODENAMES:
            if distro in codenames:
                return _distribution(id_, codenames[distro], codename=distro)
        id_, version = _id(distro or namespace), ""
    for known, codenames in _CODENAMES:
        if id_ == known and version in codenames:
            return _distribution(id_, codenames[version], codename=version)
    return _distribution(id_, version)


def _distribution(id_: str, version: str, *, codename: str = "") -> Distribution:
    return Distribution(id=id_, version=version, codename=codename, id_like=id_like_of(id_))


def _id(name: str) -> str:
    """Return the os-release ID behind a name: as it is, unless it is known to be otherwise."""
    lowered = " ".join(name.lower().split())
    return _IDS.get(lowered) or (id_of_name(lowered) if " " in lowered else lowered)
