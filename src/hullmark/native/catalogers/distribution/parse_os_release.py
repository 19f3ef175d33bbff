"""os-release and lsb-release: shell-like assignments about the distribution."""

from collections.abc import Iterator

from hullmark.native.catalogers.distribution.names import id_of_name
from hullmark.native.catalogers.record import Release, UnreadableFileError

_NO_ID = frozenset({"", "unknown", "linux"})
"""Values by which a file says that it does not know; ``linux`` is the standard's default."""


def parse_os_release(content: bytes, *, rank: int) -> Iterator[Release]:
    """Yield what an os-release file says, nothing where it names no distribution at all.

    Raises:
        UnreadableFileError: The file holds no assignment.
    """
    fields = _assignments(content)
    id_ = fields.get("ID", "").lower()
    like = tuple(fields.get("ID_LIKE", "").lower().replace(",", " ").split())
    if id_ in _NO_ID:
        id_ = ""
        if not like:
            return
    yield Release(
        id=id_,
        version=fields.get("VERSION_ID", ""),
        codename=_codename(fields, id_),
        id_like=like,
        name=_pretty(fields),
        variant=fields.get("VARIANT_ID", "").lower(),
        rank=rank,
    )


def parse_lsb_release(content: bytes, *, rank: int) -> Iterator[Release]:
    """Yield what an lsb-release file says.

    Raises:
        UnreadableFileError: The file holds no assignment.
    """
    fields = _assignments(content)
    name = fields.get("DISTRIB_ID", "")
    if not name:
        return
    rolling = fields.get("DISTRIB_RELEASE", "").lower() in {"rolling", "n/a"}
    yield Release(
        id=id_of_name(name),
        version="" if rolling else fields.get("DISTRIB_RELEASE", ""),
        codename=fields.get("DISTRIB_CODENAME", ""),
        name=fields.get("DISTRIB_DESCRIPTION", name),
        rank=rank,
    )


def _codename(fields: dict[str, str], id_: str) -> str:
    """Return the codename, of the base release where a derived distribution names one."""
    own = fields.get("VERSION_CODENAME", "")
    if id_ in {"debian", "ubuntu"}:
        return own or fields.get(f"{id_.upper()}_CODENAME", "")
    return fields.get("UBUNTU_CODENAME") or fields.get("DEBIAN_CODENAME") or own


def _pretty(fields: dict[str, str]) -> str:
    pretty = fields.get("PRETTY_NAME", "")
    if pretty:
        return pretty
    return " ".join(part for part in (fields.get("NAME"), fields.get("VERSION")) if part)


def _assignments(content: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in content.decode("utf-8", "replace").splitlines():
        line = line.strip()
        if not line or line[0] == "#":
            continue
        key, equals, value = line.partition("=")
        if equals and key.replace("_", "").isalnum():
            fields[key.strip()] = _unquoted(value.strip())
    if not fields:
        raise UnreadableFileError("holds no KEY=value line")
    return fields


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] == "'":
        return value[1:-1].strip()
    if len(value) >= 2 and value[0] == value[-1] == '"':
        value = value[1:-1]
    if "\\" in value:
        for escaped in '"$`\\':
            value = value.replace("\\" + escaped, escaped)
    return value.strip()
