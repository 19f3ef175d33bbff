"""Ids of one flaw: how they are ordered, which of them join, which only accompany."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

CACHED_IDS = 65_536
"""Ids whose kind is remembered; each is asked about several times in one merge."""

CACHED_ADVISORIES = 65_536
"""Advisories whose ids are remembered in order; binaries of one source and other scanners repeat
them. Reports come one after the other, so a smaller cache would forget each before it is asked
for again."""

_CVE: Final = re.compile(r"CVE-(\d{4})-(\d{4,19})", re.ASCII)
_DISTRIBUTION_CVE: Final = re.compile(r"[A-Z][A-Z0-9]{1,19}-(CVE-\d{4}-\d{4,19})", re.ASCII)
_NOTICE: Final = re.compile(
    r"(?:D[SL]A|DTSA|ELA|[AO]L[SBE]A|AL[SBE]A|R[LHX][SBE]A|EL[SBE]A|CE[SBE]A|ALAS[A-Z0-9.]*"
    r"|USN|LSN|SSN|SUSE-[A-Z]{2}|openSUSE-[A-Z]{2}|MGASA|OESA|PHSA|FEDORA|GLSA|ASA|CLEANSTART)"
    r"-[A-Z0-9]",
)

_DISTRIBUTION: Final = 3
"""Place of distributions' records among kinds of ids; those before stand for themselves."""


@lru_cache(maxsize=CACHED_IDS)
def is_notice(identifier: str) -> bool:
    """Say whether an id names a vendor's notice, which may speak of many flaws at once.

    A notice (``DSA-5678-1``, ``RHSA-2024:1``, ``USN-7284-1``) never makes two flaws one:
    it stands among the identifiers of each flaw that it fixes.
    """
    return _NOTICE.match(identifier) is not None


def implied_cve(identifier: str) -> str:
    """Return the CVE inside a distribution's own record id (``DEBIAN-CVE-2024-1``), else empty."""
    match = _DISTRIBUTION_CVE.fullmatch(identifier)
    return match[1] if match else ""


@lru_cache(maxsize=CACHED_IDS)
def identifier_key(identifier: str) -> tuple[int, int, int, str]:
    """Order ids as people know them: CVE, GHSA, other databases, distributions, notices."""
    if cve := _CVE.fullmatch(identifier):
        return (0, int(cve[1]), int(cve[2]), identifier)
    if identifier.startswith("GHSA-"):
        return (1, 0, 0, identifier)
    if is_notice(identifier):
        return (_DISTRIBUTION + 1, 0, 0, identifier)
    if implied_cve(identifier):
        return (_DISTRIBUTION, 0, 0, identifier)
    return (2, 0, 0, identifier)


@lru_cache(maxsize=CACHED_ADVISORIES)
def flaws(advisory_id: str, aliases: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the ids of each flaw that an advisory speaks of, best known first.

    Nearly always one group. A notice gives one group for each of its CVEs, with the notice in all
    of them; a distribution's record of one CVE keeps that CVE even where its aliases were closed
    over a notice and so name others.
    """
    if not aliases and _CVE.fullmatch(advisory_id):
        return ((advisory_id,),)
    ids = {_canonical(identifier) for identifier in (advisory_id, *aliases) if identifier.strip()}
    if not ids:
        return ()
    keys = sorted(map(identifier_key, ids))
    if keys[-1][0] < _DISTRIBUTION:
        return (tuple([key[-1] for key in keys]),)
    advisory_id = _canonical(advisory_id)
    ids |= {cve for identifier in ids if (cve := implied_cve(identifier))}
    cves = sorted(identifier for identifier in ids if _CVE.fullmatch(identifier))
    if own := implied_cve(advisory_id):
        return (_with_cve(ids, own),)
    if is_notice(advisory_id) and cves:
        return tuple(_with_cve(ids, cve) for cve in cves)
    return (best_first(ids),)


def best_first(ids: Iterable[str]) -> tuple[str, ...]:
    """Return ids in the order in which people know them."""
    return tuple([key[-1] for key in sorted(map(identifier_key, ids))])


class Groups:
    """Alias groups, closed: two ids that ever stood together are of one flaw."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def add(self, identifiers: Sequence[str]) -> str:
        """Learn that these ids are of one flaw, and return one that joins; notices join nothing."""
        joining = joining_ids(identifiers)
        root = self.find(joining[0])
        for identifier in joining[1:]:
            other = self.find(identifier)
            if other != root:
                self._parent[other] = root
        return joining[0]

    def find(self, identifier: str) -> str:
        """Return the representative of the group of an id; equal for ids of one flaw."""
        parent = self._parent
        root = identifier
        while (above := parent.setdefault(root, root)) != root:
            root = above
        while parent[identifier] != root:
            parent[identifier], identifier = root, parent[identifier]
        return root


def joining_ids(identifiers: Sequence[str]) -> Sequence[str]:
    """Return the ids that identify the flaw; the notices themselves where there is nothing else."""
    if len(identifiers) == 1:
        return identifiers
    joining = [identifier for identifier in identifiers if not is_notice(identifier)]
    return joining or identifiers


def _canonical(identifier: str) -> str:
    """Return the id in its publisher's spelling: CVE upper case, GHSA with a lower-case tail."""
    identifier = identifier.strip()
    head, dash, tail = identifier.partition("-")
    match head.upper():
        case "CVE":
            return identifier.upper()
        case "GHSA":
            return f"GHSA{dash}{tail.lower()}"
        case _:
            return identifier


def _with_cve(ids: Iterable[str], cve: str) -> tuple[str, ...]:
    """Keep one CVE, its distribution records and the notices."""
    kept = {
        identifier
        for identifier in ids
        if is_notice(identifier) or (implied_cve(identifier) or identifier) == cve
    }
    return best_first(kept | {cve})
