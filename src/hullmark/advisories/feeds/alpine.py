"""Alpine's secdb and its kin (Wolfi, Chainguard): package → fixed version → ids."""

import re
from typing import Any

import msgspec

from hullmark.advisories.feeds.entry import Bad, Entry, Parsed, usable_id
from hullmark.advisories.names import normal_ecosystem
from hullmark.advisories.record import Affected, Range


class SecurityFixes(msgspec.Struct, gc=False):
    """One package."""

    name: str
    secfixes: Any = None


class Wrapped(msgspec.Struct, gc=False):
    """secdb wraps every package once more."""

    pkg: SecurityFixes


class SecurityDatabase(msgspec.Struct, gc=False):
    """One file: a repository of a release."""

    packages: list[msgspec.Raw] | dict[str, msgspec.Raw]
    distroversion: str = ""
    reponame: str = ""
    urlprefix: str = ""


_ID = re.compile(r"\b[A-Za-z][A-Za-z0-9]*[-_][A-Za-z0-9][A-Za-z0-9_-]*\b")
_MISSPELT = re.compile(r"^(CVE|GHSA)_")
_decode = msgspec.json.Decoder(SecurityDatabase).decode
_decode_package = msgspec.json.Decoder(Wrapped).decode
_HOSTS = {"packages.wolfi.dev": "Wolfi", "cgr.dev": "Chainguard"}


def parse_alpine(name: str, data: bytes) -> Parsed:
    """Yield one entry per (package, fixed version, id)."""
    database = _decode(data)
    family, ecosystem = _ecosystem(database)
    if not ecosystem:
        yield Bad(name, "neither its release nor its server says which distribution it is for")
        return
    packages = database.packages
    for raw in packages if isinstance(packages, list) else packages.values():
        try:
            package = _decode_package(raw).pkg
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            yield Bad(name, f"a package is not readable: {error}")
            continue
        yield from _entries(name, family, ecosystem, package)


def _ecosystem(database: SecurityDatabase) -> tuple[str, str]:
    for host, family in _HOSTS.items():
        if host in database.urlprefix:
            return family, family
    if database.distroversion:
        return "Alpine", normal_ecosystem(f"Alpine:{database.distroversion}")
    return "", ""


def _entries(name: str, family: str, ecosystem: str, package: SecurityFixes) -> Parsed:
    if not usable_id(package.name):
        yield Bad(name, f"'{package.name[:80]}' is not a package name")
        return
    if not isinstance(package.secfixes, dict):
        if package.secfixes:
            yield Bad(f"{name}: {package.name}", "its fixes are not a table")
        return
    for version, ids in package.secfixes.items():
        if not isinstance(ids, list):
            if ids:
                yield Bad(f"{name}: {package.name} {version}", "its ids are not a list")
            continue
        for text in ids:
            found = _ids(text) if isinstance(text, str) else []
            if found:
                yield _entry(family, ecosystem, package.name, str(version), found)
            else:
                yield Bad(f"{name}: {package.name} {version}", f"no id in '{str(text)[:80]}'")


def _ids(text: str) -> list[str]:
    """Return the ids of a line such as ``CVE-2024-1 GHSA-h5c8-… (+ regression fix)``."""
    found = _ID.findall(text.partition("(")[0])
    return [_MISSPELT.sub(r"\1-", one) for one in found if _is_id(one)]


def _is_id(word: str) -> bool:
    return word.startswith("GHSA-") or any(character.isdigit() for character in word)


def _entry(family: str, ecosystem: str, package: str, version: str, ids: list[str]) -> Entry:
    identifier = f"{family.upper()}-{ids[0]}"
    if version == "0":
        affected = Affected(identifier, (), (), "not-affected")
    else:
        affected = Affected(identifier, (Range("0", version),))
    references: tuple[str, ...] = ()
    if family == "Alpine":
        references = (f"https://security.alpinelinux.org/vuln/{ids[0]}",)
    return Entry(
        id=identifier,
        links=tuple(dict.fromkeys(ids)),
        references=references,
        packages=[(ecosystem, package, affected)],
    )
