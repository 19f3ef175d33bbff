"""Packages as scanners name them, as components with a purl in our dialect."""

import re
from functools import lru_cache
from typing import Final

from hullmark.formats.errors import InvalidPurlError
from hullmark.formats.purl import PackageUrl, build_purl, parse_purl, to_purl
from hullmark.model.component import Component, Evidence, Location, Purl
from hullmark.model.ecosystem import LANGUAGE_ECOSYSTEMS, OS_TYPES
from hullmark.model.image import DiffId
from hullmark.scanners.words import type_of

UNKNOWN: Final = Component(name="", version="", purl=Purl(""), type="")
"""Stands where a report names no component."""
_REMEMBERED: Final = 16_384
_GROUPED: Final = frozenset({"maven"})
_RELEASES: Final = {
    "debian": ("deb", "Debian", 1),
    "ubuntu": ("deb", "Ubuntu", 2),
    "alpine": ("apk", "Alpine", 2),
    "wolfi": ("apk", "Wolfi", 0),
    "chainguard": ("apk", "Chainguard", 0),
    "rocky": ("rpm", "Rocky Linux", 1),
    "almalinux": ("rpm", "AlmaLinux", 1),
    "alma": ("rpm", "AlmaLinux", 1),
    "redhat": ("rpm", "Red Hat:enterprise_linux", 1),
    "rhel": ("rpm", "Red Hat:enterprise_linux", 1),
    "centos": ("rpm", "Red Hat:enterprise_linux", 1),
    "photon": ("rpm", "Photon OS", 2),
}
_VENDORS: Final = {"redhat": "redhat", "rhel": "redhat", "alma": "almalinux", "amzn": "amazon"}


@lru_cache(maxsize=_REMEMBERED)
def component(  # noqa: PLR0913 - one parameter per fact that reports have
    kind: str,
    name: str,
    version: str = "",
    *,
    purl: str = "",
    path: str = "",
    layer: str = "",
    distro: str = "",
    release: str = "",
    architecture: str = "",
    source_name: str = "",
    source_version: str = "",
    licenses: tuple[str, ...] = (),
    line: int | None = None,
) -> Component:
    """Return a component as a report names it; equal ones are one object, which merging uses.

    Args:
        kind: The purl type, or the scanner's word for the kind of package.
        name: As the scanner spells it; with group or scope where it says so.
        version: As installed.
        purl: The package URL, where the report has one; it says more than the other fields.
        path: Where the package was seen.
        layer: Diff ID or digest of the layer it was seen in.
        distro: Id of the distribution, ``debian``.
        release: Version of the distribution, ``12.5``.
        architecture: Of the package.
        source_name: Source package of an OS package, where it differs.
        source_version: Its version.
        licenses: As declared.
        line: Line in the file at ``path``.
    """
    locations: tuple[Location, ...] = ()
    if path or layer:
        locations = (Location(path=path, layer=DiffId(layer) if layer else None, line=line),)
    known, full, held, text, ecosystem = _identified(
        kind, name, version, purl, distro, release, architecture
    )
    return Component(
        name=full,
        version=held,
        purl=text,
        type=known,
        ecosystem=ecosystem,
        locations=locations,
        licenses=licenses,
        architecture=architecture,
        source_name=source_name if source_name != full else "",
        source_version=source_version if source_version != held else "",
        evidence=Evidence.SBOM,
    )


@lru_cache(maxsize=_REMEMBERED)
def _identified(
    kind: str, name: str, version: str, purl: str, distro: str, release: str, architecture: str
) -> tuple[str, str, str, Purl, str]:
    """Return type, name, version, purl and ecosystem; a package is named once per flaw."""
    distro = distro.strip().lower()
    known, full, held, text = _named(
        type_of(kind) or type_of(distro) or kind.strip().lower(),
        name.strip(),
        version.strip(),
        purl,
        distro,
        release,
        architecture,
    )
    return known, full, held, text, _ecosystem(known, distro, release)


def _named(
    kind: str, name: str, version: str, purl: str, distro: str, release: str, architecture: str
) -> tuple[str, str, str, Purl]:
    if purl:
        try:
            url = parse_purl(purl, strict=False)
        except InvalidPurlError:
            pass
        else:
            return url.type, _full_name(url), version or url.version, _normal(url, version)
    namespace, short = _split(kind, name)
    if kind in OS_TYPES:
        vendor = _VENDORS.get(distro, distro.partition(" ")[0].partition(".")[0])
        defaults = {"deb": "debian", "apk": "alpine", "rpm": "redhat", "alpm": "arch"}
        namespace = vendor or defaults.get(kind, "")
    qualifiers = [
        ("arch", architecture),
        ("distro", f"{distro}-{release}" if distro and release and kind in OS_TYPES else ""),
    ]
    try:
        text = build_purl(
            kind or "generic",
            short,
            namespace=namespace,
            version=version,
            qualifiers=[pair for pair in qualifiers if pair[1]] if kind in OS_TYPES else [],
        )
    except InvalidPurlError:
        text = build_purl("generic", name.strip("/ ") or "unnamed", version=version)
        kind = kind if kind and re.fullmatch(r"[a-z][a-z0-9.-]*", kind) else "generic"
    full = f"{namespace}:{short}" if kind in _GROUPED and namespace else name
    return kind or "generic", full, version, text


def _normal(url: PackageUrl, version: str) -> Purl:
    if version and not url.version:
        url = PackageUrl(
            type=url.type,
            name=url.name,
            namespace=url.namespace,
            version=version,
            qualifiers=url.qualifiers,
            subpath=url.subpath,
        )
    return to_purl(url)


def _full_name(url: PackageUrl) -> str:
    if not url.namespace or url.type in OS_TYPES:
        return url.name
    return f"{url.namespace}{':' if url.type in _GROUPED else '/'}{url.name}"


def _split(kind: str, name: str) -> tuple[str, str]:
    """Return namespace and name of a package as people write it."""
    if kind in _GROUPED:
        for mark in (":", "/"):
            group, found, artifact = name.rpartition(mark)
            if found:
                return group.strip(":"), artifact
        return "", name
    if kind in {"npm", "golang", "composer", "swift", "githubactions"} and "/" in name:
        namespace, _, short = name.strip("/").rpartition("/")
        return namespace, short
    return "", name


@lru_cache(maxsize=1024)
def _ecosystem(kind: str, distro: str, release: str) -> str:  # noqa: PLR0911 - one case per spelling
    if kind not in OS_TYPES:
        return LANGUAGE_ECOSYSTEMS.get(kind, "")
    found = _RELEASES.get(distro)
    if found is None or found[0] != kind:
        return ""
    _, prefix, parts = found
    numbers = re.findall(r"\d+", release)
    if not parts:
        return prefix
    if len(numbers) < parts:
        return ""
    held = ".".join(numbers[:parts])
    if prefix == "Alpine":
        return f"Alpine:v{held}"
    if prefix == "Ubuntu":
        lasting = int(numbers[0]) % 2 == 0 and numbers[1] in {"04", "06"}
        return f"Ubuntu:{held}:LTS" if lasting else f"Ubuntu:{held}"
    return f"{prefix}:{held}"
