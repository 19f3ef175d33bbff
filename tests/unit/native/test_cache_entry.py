"""An entry opens under its own key and seal, and in no other case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hullmark.native.cache import entry
from hullmark.native.cache.entry import RejectedEntryError, open_entry, seal_entry

_KEY = bytes(range(32))
_SECRET = b"s" * 32
_CONTENT = b"facts of a layer " * 400


@given(st.binary(max_size=5_000))
def test_what_was_sealed_opens_as_it_was(content: bytes) -> None:
    """Small and large, compressible or not."""
    data = seal_entry(content, key=_KEY, secret=_SECRET)
    assert open_entry(data, key=_KEY, secret=_SECRET) == content


@pytest.mark.parametrize("content", [b"", b"short", _CONTENT])
def test_every_flipped_bit_is_noticed(content: bytes) -> None:
    """In the header, in the seal, in the content."""
    data = seal_entry(content, key=_KEY, secret=_SECRET)
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 << at % 8
        with pytest.raises(RejectedEntryError):
            open_entry(bytes(changed), key=_KEY, secret=_SECRET)


def test_an_entry_cut_anywhere_is_noticed() -> None:
    """A torn write reads as nothing; so does one with something behind it."""
    data = seal_entry(_CONTENT, key=_KEY, secret=_SECRET)
    for length in range(len(data)):
        with pytest.raises(RejectedEntryError):
            open_entry(data[:length], key=_KEY, secret=_SECRET)
    with pytest.raises(RejectedEntryError):
        open_entry(data + b"\0", key=_KEY, secret=_SECRET)


def test_an_entry_of_somebody_else_does_not_open() -> None:
    """Whoever does not hold the secret cannot make one that is believed."""
    data = seal_entry(_CONTENT, key=_KEY, secret=b"t" * 32)
    with pytest.raises(RejectedEntryError, match="somebody else"):
        open_entry(data, key=_KEY, secret=_SECRET)


def test_an_entry_under_another_name_does_not_open() -> None:
    """A good entry copied over another one is not taken for it."""
    data = seal_entry(_CONTENT, key=b"k" * 32, secret=_SECRET)
    with pytest.raises(RejectedEntryError):
        open_entry(data, key=_KEY, secret=_SECRET)


def test_an_entry_of_a_newer_format_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even with a good seal: nobody here knows what it means."""
    with monkeypatch.context() as newer:
        newer.setattr(entry, "FORMAT", entry.FORMAT + 1)
        data = seal_entry(_CONTENT, key=_KEY, secret=_SECRET)
    with pytest.raises(RejectedEntryError, match="format 2"):
        open_entry(data, key=_KEY, secret=_SECRET)


@given(st.binary(max_size=300))
def test_any_bytes_are_no_entry(data: bytes) -> None:
    """Nothing else is raised for them."""
    with pytest.raises(RejectedEntryError):
        open_entry(data, key=_KEY, secret=_SECRET)


def test_content_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is larger than any entry is not sealed, and not opened."""
    data = seal_entry(_CONTENT, key=_KEY, secret=_SECRET)
    monkeypatch.setattr(entry, "ENTRY_BYTES", 100)
    with pytest.raises(ValueError, match="too many"):
        seal_entry(_CONTENT, key=_KEY, secret=_SECRET)
    with pytest.raises(RejectedEntryError, match="larger"):
        open_entry(data, key=_KEY, secret=_SECRET)
