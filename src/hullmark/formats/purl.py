"""Package URLs: read strictly, written canonically, in a few microseconds each.

Follows the specification and its type definitions; where we differ, ``purl_types`` says why. One
difference is here: qualifiers begin at the *first* ``?``, as in any URL, not the last, so that an
unencoded question mark inside a value (``download_url=https://x/?y``) does not tear the purl apart.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NoReturn

import msgspec

from hullmark.formats.errors import InvalidPurlError
from hullmark.formats.purl_types import PLAIN, PURL_TYPES, Namespace, PurlType
from hullmark.model.component import Purl

MAX_LENGTH = 16_384
"""Characters of a purl; long ones carry URLs in qualifiers and stay under two thousand."""

_Qualifiers = tuple[tuple[str, str], ...]

_TYPE = re.compile(r"[a-z][a-z0-9.-]*")
_KEY = re.compile(r"[a-z][a-z0-9._-]*")
_UNSAFE = re.compile(r"[^A-Za-z0-9._~:-]+")


class PackageUrl(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a package URL, decoded and in the normal form of its type."""

    type: str
    name: str
    namespace: str = ""
    """Segments joined by ``/``."""
    version: str = ""
    qualifiers: tuple[tuple[str, str], ...] = ()
    """Sorted by key; never an empty value."""
    subpath: str = ""

    def qualifier(self, name: str) -> str:
        """Return the value of a qualifier, empty where it is absent."""
        return next((value for held, value in self.qualifiers if held == name), "")


def parse_purl(text: str, *, strict: bool = True) -> PackageUrl:
    """Return the parts of a package URL.

    Args:
        text: The purl; type and scheme in any case, slashes after the scheme ignored.
        strict: Refuse qualifier keys with capitals, as the specification does; otherwise they are
            lowercased, which real documents need.

    Raises:
        InvalidPurlError: It is not a purl, or breaks a rule of its type.
    """
    if len(text) > MAX_LENGTH:
        _refuse(text, f"longer than {MAX_LENGTH} characters")
    rest, _, subpath = text.rpartition("#") if "#" in text else (text, "", "")
    rest, _, query = rest.partition("?")
    scheme, colon, rest = rest.partition(":")
    if not colon or scheme.lower() != "pkg":
        _refuse(text, "it does not begin with 'pkg:'")
    kind, _, path = rest.lstrip("/").partition("/")
    path, version = _split_version(path)
    if path.endswith("/") and version:
        _refuse(text, "the name is missing")
    path = path.strip("/")
    kind = kind.lower()
    if PURL_TYPES.get(kind, PLAIN).name_is_path:
        namespace, _, name = path.partition("/")
    else:
        namespace, _, name = path.rpartition("/")
    kind, name, namespace, version, qualifiers, subpath = _normal(
        kind,
        _decoded(name, text),
        namespace=_decoded(namespace, text),
        version=_decoded(version, text),
        qualifiers=_parse_qualifiers(query, text, strict=strict) if query else (),
        subpath=_parse_subpath(subpath, text) if subpath else "",
        shown=text,
    )
    return PackageUrl(
        type=kind,
        name=name,
        namespace=namespace,
        version=version,
        qualifiers=qualifiers,
        subpath=subpath,
    )


def canonical_purl(text: str) -> Purl:
    """Return the canonical spelling of a purl as found in documents.

    Raises:
        InvalidPurlError: It is not a purl, or breaks a rule of its type.
    """
    return to_purl(parse_purl(text, strict=False))


def build_purl(
    type: str,  # noqa: A002 - the specification's word
    name: str,
    *,
    namespace: str = "",
    version: str = "",
    qualifiers: Iterable[tuple[str, str]] = (),
    subpath: str = "",
) -> Purl:
    """Return the canonical purl of these parts; empty values of qualifiers are left out.

    Raises:
        InvalidPurlError: A part is missing, prohibited or cannot be written for this type.
    """
    kind = type.lower()
    return _text(
        *_normal(
            kind,
            name.strip("/"),
            namespace=namespace,
            version=version,
            qualifiers=_checked(qualifiers, name) if qualifiers else (),
            subpath=subpath,
            shown=f"{type} {name}",
        )
    )


def to_purl(parts: PackageUrl) -> Purl:
    """Return the canonical text of parts that are in normal form already."""
    return _text(
        parts.type, parts.name, parts.namespace, parts.version, parts.qualifiers, parts.subpath
    )


def _text(
    kind: str, name: str, namespace: str, version: str, qualifiers: _Qualifiers, subpath: str
) -> Purl:
    text = f"pkg:{kind}/"
    if namespace:
        text += f"{_encoded_path(namespace)}/"
    if "/" in name and PURL_TYPES.get(kind, PLAIN).name_is_path:
        text += _encoded_path(name)
    else:
        text += _encoded(name)
    if version:
        text += f"@{_encoded(version)}"
    if qualifiers:
        text += "?" + "&".join([f"{held}={_encoded_value(value)}" for held, value in qualifiers])
    if subpath:
        text += f"#{_encoded_path(subpath)}"
    return Purl(text)


def _split_version(path: str) -> tuple[str, str]:
    """Split at the last ``@``, unless it opens an unencoded scope (``@babel/core``)."""
    left, at, right = path.rpartition("@")
    if not at or ("/" in right and left[-1:] in {"", "/"}):
        return path, ""
    return left, right


def _normal(
    kind: str,
    name: str,
    *,
    namespace: str,
    version: str,
    qualifiers: _Qualifiers,
    subpath: str,
    shown: str,
) -> tuple[str, str, str, str, _Qualifiers, str]:
    """Return type, name, namespace, version, qualifiers and subpath as their type wants them."""
    rules = PURL_TYPES.get(kind)
    if rules is None:
        if _TYPE.fullmatch(kind) is None:
            _refuse(shown, "the type is missing or has characters that no type has")
        rules = PLAIN
    if not name:
        _refuse(shown, "the name is missing")
    if "/" in namespace:
        namespace = _segments(namespace)
    if rules is not PLAIN:
        namespace = namespace.lower() if rules.lower_namespace else namespace
        name = _normal_name(rules, name, qualifiers) if rules.name_changes else name
        version = version.lower() if rules.lower_version else version
        subpath = subpath.lower() if rules.lower_subpath else subpath
        _check(rules, namespace, name, version, qualifiers, shown)
    if subpath:
        subpath = _segments(subpath, relative=True)
    return kind, name, namespace, version, qualifiers, subpath


def _normal_name(rules: PurlType, name: str, qualifiers: _Qualifiers) -> str:
    if rules.lower_name or (
        rules.lower_name_at and rules.lower_name_at in dict(qualifiers).get("repository_url", "")
    ):
        name = name.lower()
    return rules.normalize_name(name) if rules.normalize_name is not None else name


def _check(
    rules: PurlType,
    namespace: str,
    name: str,
    version: str,
    qualifiers: _Qualifiers,
    shown: str,
) -> None:
    if rules.namespace is Namespace.PROHIBITED and namespace:
        _refuse(shown, "this type has no namespace")
    if rules.namespace is Namespace.REQUIRED and not namespace:
        _refuse(shown, "this type needs a namespace")
    if rules.name_pattern is not None and rules.name_pattern.fullmatch(name) is None:
        _refuse(shown, "the name is not one of this type")
    if (
        version
        and rules.version_pattern is not None
        and not rules.version_pattern.fullmatch(version)
    ):
        _refuse(shown, "the version is not one of this type")
    required = rules.required_qualifier
    if required and all(held != required for held, _ in qualifiers):
        _refuse(shown, f"this type needs the qualifier '{required}'")


def _segments(path: str, *, relative: bool = False) -> str:
    """Return a path without empty segments and, where it is relative, without dots."""
    kept = [segment for segment in path.split("/") if segment]
    if relative:
        kept = [segment for segment in kept if segment not in {".", ".."}]
    return "/".join(kept)


def _parse_qualifiers(query: str, text: str, *, strict: bool) -> _Qualifiers:
    pairs = []
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if not pair:
            continue
        if not strict:
            name = name.lower()
        if _KEY.fullmatch(name) is None:
            _refuse(text, f"'{name[:40]}' is not a qualifier key")
        pairs.append((name, _decoded(value, text)))
    return _unique(pairs, text)


def _parse_subpath(subpath: str, text: str) -> str:
    segments = [_decoded(segment, text) for segment in subpath.split("/")]
    if any("/" in segment for segment in segments):
        _refuse(text, "a segment of the subpath holds a slash")
    return "/".join(segments)


def _checked(qualifiers: Iterable[tuple[str, str]], text: str) -> _Qualifiers:
    pairs = [(name.lower(), value) for name, value in qualifiers]
    for name, _ in pairs:
        if _KEY.fullmatch(name) is None:
            _refuse(text, f"'{name[:40]}' is not a qualifier key")
    return _unique(pairs, text)


def _unique(pairs: list[tuple[str, str]], text: str) -> _Qualifiers:
    kept = sorted(pair for pair in pairs if pair[1])
    for first, second in pairwise(kept):
        if first[0] == second[0]:
            _refuse(text, f"the qualifier '{first[0]}' is there twice")
    return tuple(kept)


def _decoded(text: str, shown: str) -> str:
    if "%" not in text:
        return text
    from urllib.parse import unquote  # noqa: PLC0415 - most purls are plain

    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError as error:
        raise _invalid(shown, "an encoded part is not UTF-8") from error


def _encoded(text: str) -> str:
    if _UNSAFE.search(text) is None:
        return text
    return _UNSAFE.sub(_escape, text)


_encoded_value = lru_cache(maxsize=4096)(_encoded)
"""Qualifiers repeat through an image: architecture, distribution."""


@lru_cache(maxsize=4096)
def _encoded_path(path: str) -> str:
    return "/".join(map(_encoded, path.split("/")))


def _escape(run: re.Match[str]) -> str:
    # Lone surrogates have no UTF-8; they come from names that were broken before us.
    octets = run[0].encode("utf-8", "replace")
    return "".join(f"%{octet:02X}" for octet in octets)


def _refuse(text: str, reason: str) -> NoReturn:
    raise _invalid(text, reason)


def _invalid(text: str, reason: str) -> InvalidPurlError:
    shown = text if len(text) <= 120 else f"{text[:117]}..."
    return InvalidPurlError(
        f"'{shown}' is not a package URL: {reason}",
        hint="compare it with the examples of its type at https://packageurl.org",
    )
