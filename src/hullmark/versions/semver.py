"""Semantic Versioning 2.0 and the ecosystems that differ from it in one point each.

Read as their tools read them: a leading ``v`` or ``=``, missing numbers (``1.2``), more than three
numbers, and a pre-release without its hyphen (``1.2.3beta``, Go's ``go1.19rc1``) are accepted.
"""

import re

from hullmark.versions.key import Key, refuse

_VERSION = re.compile(
    r"[v=V\s]*([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?((?:\.[0-9]+)*)"
    r"(?:-([0-9A-Za-z.\-]*)|([A-Za-z][0-9A-Za-z.\-]*))?"
    r"(?:\+([0-9A-Za-z.\-]*))?\s*"
)
_RELEASE: Key = (2,)
_GO_STAGE = re.compile(r"(rc|beta|alpha)([0-9]+)")
_BITNAMI_REVISION = re.compile(r"(.*?)-(?:[a-z]+-[0-9]+-)?r?([0-9]+)")


def key(version: str) -> Key:
    """Return numbers and pre-release; build metadata does not count.

    Raises:
        InvalidVersionError: It does not begin with a number, or holds other characters.
    """
    return _plain(version) or _parse("semver", version)[:-1]


def go_key(version: str) -> Key:
    """Return the order of Go modules and of Go itself (``go1.20rc1`` is ``1.20.0-rc.1``)."""
    text = version.strip().removeprefix("go")
    plain = _plain(text)
    if plain:
        return plain
    if " " in text:
        text = text.partition(" ")[0]  # "go1.21.4 X:boringcrypto"
    if "-" not in text:
        text = _GO_STAGE.sub(r"-\1.\2", text, count=1)
    return _parse("go", text, shown=version)[:-1]


def build_key(version: str) -> Key:
    """Return the order of Pub and Julia, where build metadata counts and no build comes first."""
    return _parse("semver", version)


def nuget_key(version: str) -> Key:
    """Return NuGet's order: four numbers, pre-releases without regard to case."""
    return _parse("nuget", version.lower(), shown=version)[:-1]


def bitnami_key(version: str) -> Key:
    """Return Bitnami's order: a number after the hyphen is a revision of the release."""
    match = _BITNAMI_REVISION.fullmatch(version)
    if match is None:
        return (*_parse("bitnami", version)[:-1], 0)
    return (*_parse("bitnami", match[1], shown=version)[:-1], int(match[2]))


def _plain(version: str) -> Key:
    """Return the key of ``1.2.3``, the form of nine versions in ten, or nothing."""
    numbers = version.removeprefix("v").split(".")
    if len(numbers) != 3 or not version.isascii():
        return ()
    major, minor, patch = numbers
    if major.isdigit() and minor.isdigit() and patch.isdigit():
        return (int(major), int(minor), int(patch), (), _RELEASE)
    return ()


def _parse(scheme: str, version: str, *, shown: str = "") -> Key:
    match = _VERSION.fullmatch(version)
    if match is None:
        refuse(scheme, shown or version)
    major, minor, patch, more, tail, loose, build = match.groups()
    return (
        int(major),
        int(minor or 0),
        int(patch or 0),
        _more(more) if more else (),
        # An empty pre-release ("1.0-") is the lowest one; Julia means exactly that.
        _RELEASE if tail is None and loose is None else _identifiers(tail or loose or ""),
        () if build is None else (0, *_identifiers(build)),
    )


def _more(text: str) -> Key:
    numbers = [int(digits) for digits in text[1:].split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _identifiers(text: str) -> Key:
    """Return dot-separated identifiers: numbers by value, before words by ASCII."""
    parts: list[int | str] = []
    for word in text.split(".") if text else ():
        if word.isdigit():
            parts += (0, int(word))
        else:
            parts += (1, word)
    return tuple(parts)
