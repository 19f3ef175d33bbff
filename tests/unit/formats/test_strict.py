"""Decoding of JSON documents into wire types."""

import msgspec
import pytest

from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.strict import decode_json


class _Inner(msgspec.Struct):
    size: int


class _Document(msgspec.Struct):
    layers: list[_Inner]


def test_a_wrong_field_is_named_with_its_place() -> None:
    """The message says which document and where in it."""
    data = b'{"layers": [{"size": 1}, {"size": "2"}]}'
    with pytest.raises(BrokenDocumentError) as caught:
        decode_json(data, as_=_Document, source="manifest")
    assert caught.value.message == "manifest: Expected `int`, got `str` - at `$.layers[1].size`"
    assert caught.value.code == "HM2001"


def test_a_byte_order_mark_is_skipped() -> None:
    """Documents written on Windows are read."""
    decoded = decode_json(b'\xef\xbb\xbf{"layers": []}', as_=_Document, source="x")
    assert decoded == _Document(layers=[])


def test_unknown_fields_are_ignored() -> None:
    """A newer writer may say more."""
    decoded = decode_json(b'{"new": [1], "layers": []}', as_=_Document, source="x")
    assert decoded == _Document(layers=[])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[1]",
        b'{"layers": [}',
        b'{"layers": null}',
        b'{"layers": [], "x": "\xff"}extra',
        b'{"deep": ' + b"[" * 100_000 + b"]" * 100_000 + b', "layers": []}',
        "{}".encode("utf-16"),
    ],
)
def test_broken_documents_are_refused(data: bytes) -> None:
    """Cut, nested, mistyped or differently encoded documents end in one kind of error."""
    with pytest.raises(BrokenDocumentError):
        decode_json(data, as_=_Document, source="x")


def test_text_that_is_not_utf_8_is_refused() -> None:
    """A bad byte in a string that is read is no traceback."""
    with pytest.raises(BrokenDocumentError, match="not UTF-8"):
        decode_json(b'["\xff\xfe"]', as_=list[str], source="x")


def test_a_document_over_its_limit_is_refused_unread() -> None:
    """The limit counts bytes, before anything is decoded."""
    with pytest.raises(BrokenDocumentError, match="larger than 10 bytes"):
        decode_json(b'{"layers": []}', as_=_Document, source="x", limit_bytes=10)


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b" \n", "empty"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"<html>", "HTML"),
        ("{}".encode("utf-16"), "UTF-16"),
    ],
)
def test_the_hint_says_what_other_bytes_look_like(data: bytes, hint: str) -> None:
    """A login page or a compressed file is recognised as such."""
    with pytest.raises(BrokenDocumentError) as caught:
        decode_json(data, as_=_Document, source="x")
    assert hint in (caught.value.hint or "")
