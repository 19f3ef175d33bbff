"""Joins what several files say about the distribution into one answer."""

from collections.abc import Iterable

from hullmark.model.component import Distribution
from hullmark.native.catalogers.record import Release


def choose(releases: Iterable[Release]) -> Distribution | None:
    """Return the distribution that the most trusted file names, completed by those that agree.

    A file of lower rank adds what is missing (version, codename, variant) and may refine the
    version (``12`` to ``12.5``), but never contradicts.
    """
    ordered = sorted(releases, key=lambda release: (not release.id, -release.rank))
    named = [release for release in ordered if _names_something(release)]
    if not named:
        return None
    best = named[0]
    version, codename, variant = best.version, best.codename, best.variant
    name, id_like = best.name, best.id_like
    for other in ordered:
        if other.id != best.id:
            continue
        if _refines(other.version, version, release_codename=codename):
            version = other.version
        codename = codename or other.codename
        name = name or other.name
        id_like = id_like or other.id_like
        if other.variant == "esm" or not variant:
            variant = other.variant
    return Distribution(
        id=best.id,
        version=version,
        codename=codename,
        id_like=id_like,
        name=name,
        variant=variant,
    )


def _names_something(release: Release) -> bool:
    return bool(release.version or release.name or release.id_like)


def _refines(candidate: str, version: str, *, release_codename: str) -> bool:
    """Tell whether a version says the same and more.

    A missing version is filled only where no codename stands for it: the point release of a
    stale file must not turn a testing release into a stable one.
    """
    if not version:
        return bool(candidate) and not release_codename
    return candidate.startswith(f"{version}.")
