"""Core metadata in folders, files, eggs and wheels."""

import io
import zipfile

import pytest

from hullmark.model.component import Evidence
from hullmark.native.catalogers.python.cataloger import INSTALLED, WHEEL
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_PATH = "usr/lib/python3/dist-packages/x.dist-info/METADATA"


def _read(text: str | bytes, path: str = _PATH) -> list[Package]:
    data = text.encode() if isinstance(text, str) else text
    cataloger = WHEEL if path.endswith(".whl") else INSTALLED
    return list(cataloger.parse(File(path, data)))  # type: ignore[arg-type]


def _zip(members: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


def test_header_block_only() -> None:
    """A description that looks like headers changes nothing; names keep their spelling."""
    text = "Metadata-Version: 2.1\nName: Foo.Bar_baz\nVersion: 1.0\n\nName: other\nVersion: 2.0\n"
    assert _read(text) == [Package(type="pypi", name="Foo.Bar_baz", version="1.0")]


def test_description_in_a_header() -> None:
    """Folded lines belong to the field before them, whatever they look like."""
    text = "Name: a\nDescription: x\n        Name: b\n\tVersion: 9\nVersion: 1.0\n"
    assert [(p.name, p.version) for p in _read(text)] == [("a", "1.0")]


@pytest.mark.parametrize(
    ("fields", "licenses"),
    [
        ("License-Expression: MIT OR Apache-2.0\nLicense: x\n", ("MIT OR Apache-2.0",)),
        (
            "License: see text\nClassifier: License :: OSI Approved :: MIT License\n",
            ("MIT License",),
        ),
        ("License: BSD\n  Copyright (c)\n  all rights\n", ("BSD",)),
        ("License: UNKNOWN\n", ()),
    ],
)
def test_licenses(fields: str, licenses: tuple[str, ...]) -> None:
    """The expression, else the classifiers, else the first line of the free text."""
    assert _read(f"Name: a\nVersion: 1\n{fields}")[0].licenses == licenses


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfName: a\r\nVersion: 1\r\n\r\n",
        "Name: a\nVersion: 1\n".encode("utf-16"),
        b"\n\nAuthor: J\xf6rg\nname: a\nVERSION : 1\n",
        b"garbage without colon\nName: a\nVersion: 1\n",
    ],
)
def test_encodings_and_liberties(data: bytes) -> None:
    """Byte order marks, Latin-1, case, leading blank lines and stray lines are lived with."""
    assert [(p.name, p.version) for p in _read(data)] == [("a", "1")]


@pytest.mark.parametrize(
    ("text", "missing"), [("", "Name"), ("Name: a\n", "Version"), ("Version: 1\n\nName: a", "Name")]
)
def test_incomplete_metadata(text: str, missing: str) -> None:
    """A file without a name or a version is refused, and says which."""
    with pytest.raises(UnreadableFileError, match=missing):
        _read(text)


def test_zipped_egg() -> None:
    """An egg that is one file is installed as it is; vendored copies inside are not it."""
    egg = _zip(
        {
            "EGG-INFO/PKG-INFO": "Name: a\nVersion: 1\n",
            "a/_vendor/b.egg-info/PKG-INFO": "Name: b\nVersion: 2\n",
        }
    )
    (found,) = _read(egg, "site-packages/a-1-py3.egg")
    assert (found.name, found.version, found.evidence) == ("a", "1", Evidence.INSTALLED)


def test_egg_without_metadata() -> None:
    """Such an egg says nothing."""
    assert _read(_zip({"a.py": ""}), "site-packages/a-1-py3.egg") == []


def test_wheel_is_present_but_not_installed() -> None:
    """A wheel beside an interpreter waits for ``pip`` or ``ensurepip``."""
    wheel = _zip({"a-1.dist-info/METADATA": "Name: a\nVersion: 1\n"})
    (found,) = _read(wheel, "usr/share/python-wheels/a-1-py3-none-any.whl")
    assert (found.name, found.version, found.evidence) == ("a", "1", Evidence.DECLARED)


def test_wheel_that_is_no_zip() -> None:
    """A broken wheel is refused."""
    with pytest.raises(UnreadableFileError):
        _read(b"PK\x03\x04 and no more", "a-1-py3-none-any.whl")
