"""Image references: the whole grammar, normal and familiar form.

The grammar is that of the distribution project, which Docker, Podman and containerd follow::

    reference  := name [ ":" tag ] [ "@" digest ]
    name       := [ domain "/" ] path
    domain     := host [ ":" port ]
    path       := component { "/" component }
    component  := [a-z0-9]+ { ( "." | "_" | "__" | "-"+ ) [a-z0-9]+ }
    tag        := [A-Za-z0-9_] [A-Za-z0-9_.-]{0,127}
    digest     := algorithm ":" hex
"""

import re
from functools import lru_cache

import msgspec

from hullmark.images.errors import InvalidReferenceError
from hullmark.model.image import Digest

DEFAULT_REGISTRY = "docker.io"
DEFAULT_TAG = "latest"
_LEGACY_REGISTRY = "index.docker.io"
_OFFICIAL = "library/"
_PATH_LIMIT = 255
"""Characters of a repository's path: what registries accept."""
_TEXT_LIMIT = 4096
"""Characters of a reference before it is looked at: name, tag and digest stay far below."""

_COMPONENT = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_PATH = rf"{_COMPONENT}(?:/{_COMPONENT})*"
_LABEL = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_HOST = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[(?:[a-fA-F0-9:]+)\])"
_DOMAIN = rf"{_HOST}(?::[0-9]+)?"
_TAG = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
_DIGEST = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}"
_NAME_PATTERN = re.compile(rf"(?:({_DOMAIN})/)?({_PATH})")
_REFERENCE_PATTERN = re.compile(rf"((?:{_DOMAIN}/)?{_PATH})(?::({_TAG}))?(?:@({_DIGEST}))?")
_TAG_PATTERN = re.compile(_TAG)
_HEX_LENGTHS = {"sha256": 64, "sha384": 96, "sha512": 128}


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of the text that names an image."""

    domain: str
    """Registry with port; empty only where a reference was parsed without normalising."""
    path: str
    """Repository inside the registry."""
    tag: str = ""
    digest: Digest | None = None

    @property
    def repository(self) -> str:
        """Return ``domain/path``."""
        return f"{self.domain}/{self.path}" if self.domain else self.path

    @property
    def familiar(self) -> str:
        """Return the short form people type: ``ubuntu`` for ``docker.io/library/ubuntu``."""
        return self._suffixed(self.familiar_name)

    @property
    def familiar_name(self) -> str:
        """Return the short form of the repository alone."""
        if self.domain != DEFAULT_REGISTRY:
            return self.repository
        short = self.path.removeprefix(_OFFICIAL)
        return self.path if "/" in short else short

    def __str__(self) -> str:
        return self._suffixed(self.repository)

    def _suffixed(self, name: str) -> str:
        tag = f":{self.tag}" if self.tag else ""
        digest = f"@{self.digest}" if self.digest else ""
        return f"{name}{tag}{digest}"


def parse_reference(text: str) -> Reference:
    """Return the parts of ``text`` as they stand, adding nothing.

    Raises:
        InvalidReferenceError: The text breaks the grammar; ``reason`` says how.
    """
    if len(text) > _TEXT_LIMIT:
        raise _invalid(text[:60] + "…", "too-long", "it is far too long")
    found = _REFERENCE_PATTERN.fullmatch(text)
    if found is None:
        raise _explained(text)
    name = _NAME_PATTERN.fullmatch(found[1])
    domain, path = (name[1] or "", name[2]) if name else ("", found[1])
    if len(path) > _PATH_LIMIT:
        raise _invalid(text, "too-long", f"the repository is longer than {_PATH_LIMIT} characters")
    digest = check_digest(found[3], text) if found[3] else None
    return Reference(domain=domain, path=path, tag=found[2] or "", digest=digest)


@lru_cache(maxsize=4096)
def normalize_reference(text: str) -> Reference:
    """Return the reference that ``text`` means, with Docker Hub as the default registry.

    The tag stays empty where none is given; ``complete_reference`` adds it.

    Raises:
        InvalidReferenceError: The text breaks the grammar.
    """
    if not text or len(text) > _TEXT_LIMIT:
        return parse_reference(text)
    if re.fullmatch(r"[a-f0-9]{64}", text):
        raise _invalid(text, "identifier", "64 hexadecimal digits are an image ID, not a name")
    domain, rest = _split_domain(text)
    name = rest.partition(":")[0].partition("@")[0]
    if name != name.lower():
        typed = name if name in text else name.removeprefix(_OFFICIAL)
        meant = text.replace(typed, typed.lower())
        raise _invalid(
            text, "uppercase", "a repository is lower-case", hint=f"did you mean '{meant}'?"
        )
    try:
        return parse_reference(f"{domain}/{rest}")
    except InvalidReferenceError as error:
        # Named as it was typed: the user never wrote "docker.io/library/".
        message = error.message.replace(f"'{domain}/{rest}'", f"'{text}'")
        raise InvalidReferenceError(message, reason=error.reason, hint=error.hint) from error


def complete_reference(text: str) -> Reference:
    """Return the one manifest that ``text`` means: by digest if given, else by tag (``latest``).

    Raises:
        InvalidReferenceError: The text breaks the grammar.
    """
    reference = normalize_reference(text)
    if reference.digest:
        return Reference(domain=reference.domain, path=reference.path, digest=reference.digest)
    tag = reference.tag or DEFAULT_TAG
    return Reference(domain=reference.domain, path=reference.path, tag=tag)


def is_tag(text: str) -> bool:
    """Whether ``text`` could be a tag."""
    return _TAG_PATTERN.fullmatch(text) is not None


def check_digest(digest: str, text: str) -> Digest:
    """Return ``digest`` if it is a hash that can be verified; ``text`` is named in the error.

    Raises:
        InvalidReferenceError: Unknown algorithm, wrong length or wrong digits.
    """
    algorithm, _, digits = digest.partition(":")
    length = _HEX_LENGTHS.get(algorithm)
    if length is None:
        raise _invalid(text, "digest-algorithm", f"'{algorithm}' is no supported digest algorithm")
    if len(digits) != length:
        raise _invalid(
            text, "digest-length", f"a {algorithm} digest has {length} digits, not {len(digits)}"
        )
    if re.fullmatch(r"[0-9a-f]+", digits) is None:
        raise _invalid(text, "digest-format", "the digest is not lower-case hexadecimal")
    return Digest(digest)


def _split_domain(text: str) -> tuple[str, str]:
    """Tell a registry from the first part of a path, as Docker does."""
    first, slash, rest = text.partition("/")
    if not slash:
        return DEFAULT_REGISTRY, _OFFICIAL + text
    if first == _LEGACY_REGISTRY:
        first = DEFAULT_REGISTRY
    is_domain = first == "localhost" or "." in first or ":" in first or first != first.lower()
    if not is_domain:
        return DEFAULT_REGISTRY, text
    if first == DEFAULT_REGISTRY and "/" not in rest:
        rest = _OFFICIAL + rest
    return first, rest


def _explained(text: str) -> InvalidReferenceError:
    if not text:
        return InvalidReferenceError("the image reference is empty", reason="empty")
    if _REFERENCE_PATTERN.fullmatch(text.lower()):
        return _invalid(text, "uppercase", "a repository is lower-case")
    if "://" in text:
        hint = "leave the 'https://' away"
        return _invalid(text, "format", "it is a URL, not a reference", hint=hint)
    return _invalid(
        text, "format", "it breaks the grammar", hint="write [registry/]repository[:tag][@digest]"
    )


def _invalid(text: str, reason: str, why: str, *, hint: str | None = None) -> InvalidReferenceError:
    return InvalidReferenceError(
        f"'{text}' is not an image reference: {why}", reason=reason, hint=hint
    )
