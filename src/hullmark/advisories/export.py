"""Carries a database to another machine: one compressed file, or a wheel."""

import hashlib
import struct
from contextlib import closing
from pathlib import Path

import msgspec

from hullmark.advisories.database import AdvisoryDatabase, DatabaseInfo
from hullmark.advisories.errors import DatabaseDigestError, DatabaseFormatError
from hullmark.advisories.record import SCHEMA
from hullmark.advisories.replacement import replacement
from hullmark.advisories.transport import transport_copy
from hullmark.advisories.wheel import WHEEL_SUFFIX, database_in_wheel, write_wheel
from hullmark.kernel.space import replacing, scratch_folder

DATABASE_BYTES = 8 * 1024**3
"""An unpacked database; all public feeds together make about 1 GiB."""
LEVEL = 9
"""For files: 1.5 s and 13 % larger than the slowest level."""
WHEEL_LEVEL = 19
"""For wheels, made once and fetched often."""

_SKIPPABLE = 0x184D2A50
_HEAD = struct.Struct("<LL")
_HEAD_BYTES = 64 * 1024
_BLOCK_BYTES = 1024 * 1024


class ExportHead(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in front of the compressed database, in a frame that ``zstd -d`` skips."""

    format: str = "hullmark-advisories"
    schema: int
    digest: str
    """``sha256:`` of the database file inside."""
    size_bytes: int
    built_at: str
    kind: str


def export_database(
    path: Path, target: Path, *, matching_only: bool = False, level: int = LEVEL
) -> str:
    """Write the database at ``path`` to one compressed file.

    Args:
        path: The database.
        target: The file to write, whole or not at all.
        matching_only: Leave out texts.
        level: zstd level.

    Returns:
        ``sha256:`` of the file written, to announce beside it.

    Raises:
        HullmarkError: The database cannot be read, or the file not written.
    """
    with scratch_folder() as folder:
        copy = folder / "advisories.db"
        info = transport_copy(path, copy, matching_only=matching_only)
        head = msgspec.json.encode(
            ExportHead(
                schema=info.schema,
                digest=_digest(copy),
                size_bytes=copy.stat().st_size,
                built_at=info.built_at,
                kind=info.kind,
            )
        )
        with replacing(target) as file:
            file.write(_HEAD.pack(_SKIPPABLE, len(head)) + head)
            import zstandard  # noqa: PLC0415 - an export, not a start

            compressor = zstandard.ZstdCompressor(level=level, write_checksum=True)
            with copy.open("rb") as content:
                compressor.copy_stream(content, file, size=copy.stat().st_size)
    return _digest(target)


def make_wheel(path: Path, folder: Path, *, matching_only: bool = True) -> Path:
    """Write the database at ``path`` as a wheel ``hullmark-advisories`` into ``folder``.

    Raises:
        HullmarkError: The database cannot be read, or the wheel not written.
    """
    with scratch_folder() as scratch:
        exported = scratch / "advisories.db.zst"
        export_database(path, exported, matching_only=matching_only, level=WHEEL_LEVEL)
        head = read_head(exported)
        assert head is not None
        summary = f"Advisory data for Hullmark ({head.kind}, {head.built_at[:10]})"
        return write_wheel(exported, folder, built_at=head.built_at, summary=summary)


def import_database(source: Path, path: Path, *, digest: str = "") -> DatabaseInfo:
    """Put an exported file, a wheel or a plain database in place of the one at ``path``.

    Args:
        source: The file.
        path: Where the database is to stand; what was there stays until the new one is proven.
        digest: ``sha256:…`` that ``source`` must have.

    Raises:
        DatabaseDigestError: It does not have the digest, or its content not the one it states.
        DatabaseFormatError: It is nothing of ours.
        DatabaseSchemaError: It has another layout.
        DatabaseDamagedError: It is corrupt.
        DatabaseWriteError: It cannot be written.
    """
    try:
        found = _digest(source)
    except OSError as error:
        cause = error.strerror or str(error)
        raise DatabaseFormatError(f"cannot read '{source}': {cause}") from error
    if digest and found != digest:
        raise DatabaseDigestError(f"'{source}' does not have the digest '{digest}'")
    with replacement(path) as new:
        if source.name.endswith(WHEEL_SUFFIX):
            with scratch_folder() as folder:
                _unpack(database_in_wheel(source, folder), new)
        else:
            _unpack(source, new)
        with closing(AdvisoryDatabase.open(new, thorough=True)) as database:
            return database.info


def read_head(source: Path) -> ExportHead | None:
    """Return what an exported file says of itself, ``None`` where it is no export."""
    with source.open("rb") as file:
        start = file.read(_HEAD.size)
        if len(start) < _HEAD.size:
            return None
        magic, length = _HEAD.unpack(start)
        if magic != _SKIPPABLE or length > _HEAD_BYTES:
            return None
        try:
            head = msgspec.json.decode(file.read(length), type=ExportHead)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return None
    return head if head.format == "hullmark-advisories" else None


def _unpack(source: Path, new: Path) -> None:
    head = read_head(source)
    if head is None:
        _copy(source, new)
        return
    if head.schema != SCHEMA or head.size_bytes > DATABASE_BYTES:
        raise DatabaseFormatError(
            f"'{source}' holds a database of layout {head.schema}, this version reads {SCHEMA}"
        )
    import zstandard  # noqa: PLC0415 - an import, not a start

    digest = hashlib.sha256()
    size = 0
    try:
        with source.open("rb") as file, new.open("wb") as out:
            file.seek(_HEAD.size + _HEAD.unpack(file.read(_HEAD.size))[1])
            with zstandard.ZstdDecompressor().stream_reader(file) as stream:
                while block := stream.read(_BLOCK_BYTES):
                    size += len(block)
                    if size > head.size_bytes:
                        break
                    digest.update(block)
                    out.write(block)
    except zstandard.ZstdError as error:
        raise DatabaseDigestError(f"'{source}' is damaged: {error}") from error
    if size != head.size_bytes or f"sha256:{digest.hexdigest()}" != head.digest:
        raise DatabaseDigestError(
            f"the database in '{source}' is not the one it announces", hint="fetch it again"
        )


def _copy(source: Path, new: Path) -> None:
    with source.open("rb") as file, new.open("wb") as out:
        if not file.read(16).startswith(b"SQLite format 3\0"):
            raise DatabaseFormatError(
                f"'{source}' is neither an export, a wheel nor a database",
                hint="hullmark db export FILE makes one",
            )
        file.seek(0)
        while block := file.read(_BLOCK_BYTES):
            out.write(block)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
