"""Makes a database of the starter set."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from hullmark.advisories.closing import close_groups
from hullmark.advisories.feeds.end_of_life import own_dates
from hullmark.advisories.feeds.sniff import SideFacts
from hullmark.advisories.layout import Meta, SourceFacts
from hullmark.advisories.reading import AdvisoryRow
from hullmark.advisories.record import SCHEMA, Affected, Text
from hullmark.advisories.replacement import replacement, unwritable
from hullmark.advisories.rows import PackageCodec, TextCodec, encode
from hullmark.advisories.starter_record import StarterHead, StarterRecord, read_starter, title
from hullmark.advisories.writer import DatabaseWriter

_SOURCE = 1


def build_starter(content: bytes, path: Path) -> None:
    """Write the database of a starter file.

    Raises:
        DatabaseWriteError: It cannot be written.
    """
    head, records = read_starter(content)
    try:
        with replacement(path) as new, closing(DatabaseWriter(new, texts=True)) as writer:
            known = list(records)
            _fill(writer, known)
            _describe(writer, head, known, hashlib.sha256(content).hexdigest())
    except sqlite3.Error as error:
        raise unwritable(path, str(error)) from error


def _fill(writer: DatabaseWriter, records: list[StarterRecord]) -> None:
    texts, codec = TextCodec(b""), PackageCodec()
    packages: dict[tuple[str, str], list[bytes]] = {}
    side = SideFacts()
    rows: list[AdvisoryRow] = []
    for record in records:
        text = texts.compress(Text(title(record)))
        rows.append(AdvisoryRow(record.id, record.aliases, (), record.scores, (), "", "", text))
        if record.kev:
            side.kev[record.id] = record.kev
        side.epss_rows.append((record.id, record.epss, record.percentile))
        for ecosystem, name, ranges in record.affected:
            entry = encode(Affected(record.id, ranges))
            packages.setdefault((ecosystem, name), []).append(entry)
    writer.put_advisories(_SOURCE, rows)
    writer.put_packages(
        _SOURCE, [(*key, codec.pack(entries)) for key, entries in sorted(packages.items())]
    )
    writer.put_end_of_life(own_dates())
    close_groups(writer, side)


def _describe(
    writer: DatabaseWriter, head: StarterHead, records: list[StarterRecord], digest: str
) -> None:
    facts = SourceFacts(
        name="starter",
        kind="starter",
        location="",
        digest=f"sha256:{digest}",
        dated=head.dated,
        records=len(records),
    )
    writer.put_source(_SOURCE, facts)
    packages = {(ecosystem, name) for r in records for ecosystem, name, _ in r.affected}
    writer.finish(
        Meta(
            schema=SCHEMA,
            kind="starter",
            built_at=f"{head.dated}T00:00:00Z",
            digest=f"sha256:{digest}",
            advisories=len(records),
            packages=len(packages),
        )
    )
