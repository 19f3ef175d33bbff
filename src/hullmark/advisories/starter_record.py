"""The starter set as it is shipped: one line for where it is from, one for each vulnerability."""

from collections.abc import Iterator

import msgspec

from hullmark.advisories.record import Range, Score


class StarterHead(msgspec.Struct, frozen=True, kw_only=True):
    """The first line: of which day the facts are, and where they come from."""

    dated: str
    sources: dict[str, str]


class StarterRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One vulnerability."""

    id: str
    aliases: tuple[str, ...] = ()
    kev: str = ""
    epss: float = 0.0
    percentile: float = 0.0
    scores: tuple[Score, ...] = ()
    affected: tuple[tuple[str, str, tuple[Range, ...]], ...]
    """Ecosystem, package, ranges."""


def read_starter(content: bytes) -> tuple[StarterHead, Iterator[StarterRecord]]:
    """Return head and records of a starter file."""
    head, *lines = content.splitlines()
    decode = msgspec.json.Decoder(StarterRecord).decode
    return msgspec.json.decode(head, type=StarterHead), map(decode, lines)


def title(record: StarterRecord) -> str:
    """Return one line made of the facts."""
    packages = list(dict.fromkeys(name for _, name, _ in record.affected))
    first = ", ".join(packages[:3]) + (" …" if len(packages) > 3 else "")
    known = f", known exploited since {record.kev}" if record.kev else ""
    return f"{record.id} in {first}{known}"
