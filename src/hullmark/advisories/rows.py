"""The encodings of rows: many small msgpack arrays, texts under a shared zstd dictionary."""

import struct
from collections.abc import Sequence
from typing import Any

import msgspec

from hullmark.advisories.record import Affected, Facts, Group, Score, Text

TEXT_BYTES = 4 * 1024 * 1024
"""One unpacked text row: summary, details and links of one record stay far below."""
PACKAGE_BYTES = 256 * 1024 * 1024
"""One unpacked package row; the kernel's, with 15,000 advisories, has about 2 MiB."""
TEXT_LEVEL = 3
"""Higher levels cost twice the time for 8 % of the size."""
PACKED_BYTES = 512
"""Package rows from this size on are compressed: 13 % of the rows, to a seventh of their size."""
DICTIONARY_BYTES = 112 * 1024
"""zstd's own default; half of it costs 5 % more space."""
DICTIONARY_SAMPLES = 200
"""With fewer texts a dictionary weighs more than it saves."""

_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"

encode = msgspec.msgpack.Encoder().encode
decode_facts = msgspec.msgpack.Decoder(Facts).decode
decode_group = msgspec.msgpack.Decoder(Group).decode
decode_score = msgspec.msgpack.Decoder(Score).decode
_decode_affected = msgspec.msgpack.Decoder(tuple[Affected, ...]).decode
_decode_text = msgspec.msgpack.Decoder(Text).decode


class RowError(Exception):
    """A row is damaged."""


class PackageCodec:
    """Packs what is said about one package into a row, and reads it back."""

    def __init__(self) -> None:
        self._compressor: Any = None
        self._decompressor: Any = None

    def pack(self, entries: Sequence[bytes]) -> bytes:
        """Return encoded ``Affected`` values as one row."""
        count = len(entries)
        if count < 16:
            head = bytes((0x90 | count,))
        elif count < 65_536:
            head = struct.pack(">BH", 0xDC, count)
        else:
            head = struct.pack(">BI", 0xDD, count)
        row = head + b"".join(entries)
        if len(row) < PACKED_BYTES:
            return row
        if self._compressor is None:
            import zstandard  # noqa: PLC0415 - a build, not a start

            self._compressor = zstandard.ZstdCompressor(level=1, write_checksum=False)
        compressed: bytes = self._compressor.compress(row)
        return compressed

    def unpack(self, row: bytes) -> tuple[Affected, ...]:
        """Return the values of a row.

        Raises:
            msgspec.MsgspecError: The row is damaged.
            RowError: The row is damaged.
        """
        return _decode_affected(row if row[:4] != _ZSTD_MAGIC else self.plain(row))

    def is_packed(self, row: bytes) -> bool:
        """Return whether a row is compressed."""
        return row[:4] == _ZSTD_MAGIC

    def plain(self, row: bytes) -> bytes:
        """Return a compressed row as it was before.

        Raises:
            RowError: The row is damaged.
        """
        import zstandard  # noqa: PLC0415 - only packages with many advisories

        if self._decompressor is None:
            self._decompressor = zstandard.ZstdDecompressor()
        if zstandard.frame_content_size(row) > PACKAGE_BYTES:
            raise RowError("a package row is too large")
        try:
            content: bytes = self._decompressor.decompress(row)
        except zstandard.ZstdError as error:
            raise RowError(str(error)) from error
        return content


class TextCodec:
    """Compresses and expands text rows under one dictionary."""

    def __init__(self, dictionary: bytes) -> None:
        import zstandard  # noqa: PLC0415 - texts are read only for what matched

        self._zstd: Any = zstandard
        self._data = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        self._compressor: Any = None
        self._decompressor: Any = zstandard.ZstdDecompressor(dict_data=self._data)

    def compress(self, text: Text) -> bytes:
        """Return a row."""
        if self._compressor is None:
            if self._data is not None:
                self._data.precompute_compress(level=TEXT_LEVEL)
            self._compressor = self._zstd.ZstdCompressor(
                level=TEXT_LEVEL, dict_data=self._data, write_checksum=False, write_dict_id=False
            )
        row: bytes = self._compressor.compress(encode(text))
        return row

    def expand(self, row: bytes) -> Text:
        """Return the text of a row.

        Raises:
            msgspec.MsgspecError: The row is damaged.
            RowError: The row is damaged.
        """
        try:
            if self._zstd.frame_content_size(row) > TEXT_BYTES:
                raise RowError("a text row is too large")
            return _decode_text(self._decompressor.decompress(row))
        except self._zstd.ZstdError as error:
            raise RowError(str(error)) from error


def trained_dictionary(samples: Sequence[bytes]) -> bytes:
    """Return a compression dictionary for texts like these, empty where they are too few."""
    import zstandard  # noqa: PLC0415 - only a build trains

    if len(samples) < DICTIONARY_SAMPLES:
        return b""
    try:
        return zstandard.train_dictionary(DICTIONARY_BYTES, list(samples)).as_bytes()
    except zstandard.ZstdError:
        return b""
