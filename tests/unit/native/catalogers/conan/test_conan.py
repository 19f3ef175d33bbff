"""Conan: locks of both generations, what a project asks for, what is installed."""

import json

import pytest

from hullmark.model.component import Evidence
from hullmark.native.catalogers.conan.cataloger import CONANFILE, INSTALLED, LOCK
from hullmark.native.catalogers.record import Cataloger, File, Package, UnreadableFileError


def _read(cataloger: Cataloger, path: str, text: str) -> list[Package]:
    records = cataloger.parse(File(path, text.encode()))
    return [record for record in records if isinstance(record, Package)]


def test_locks_of_conan_2() -> None:
    """Revisions and times are cut off; what only builds is for development."""
    text = (
        '{"version": "0.5",\n"requires": [\n"zlib/1.3#f52e%17.4",\n"fmt/10.0@me/stable#ab"],\n'
        '"build_requires": [\n"cmake/3.2#aa%1"], "python_requires": ["1.2.3#a"]}'
    )
    found = _read(LOCK, "conan.lock", text)
    assert [(p.name, p.version, p.line, p.development) for p in found] == [
        ("zlib", "1.3", 3, False),
        ("fmt", "10.0", 4, False),
        ("cmake", "3.2", 6, True),
    ]
    assert found[1].qualifiers == (("user", "me"), ("channel", "stable"))


def test_graphs_of_conan_1() -> None:
    """The project is left out; direct and development follow from what it asks for."""
    nodes = {
        "0": {"ref": "app/1.0", "path": "conanfile.py", "requires": ["1"], "build_requires": ["3"]},
        "1": {"ref": "a/1#rev", "requires": ["2"]},
        "2": {"pref": "b/2#rev:package#other"},
        "3": {"ref": "ninja/3"},
        "4": {"ref": "no-version"},
    }
    found = _read(LOCK, "conan.lock", json.dumps({"graph_lock": {"nodes": nodes}}))
    assert [(p.name, p.version, p.direct, p.development) for p in found] == [
        ("a", "1", True, False),
        ("b", "2", False, False),
        ("ninja", "3", True, True),
    ]


def test_conanfile() -> None:
    """Exact versions of the sections that ask for packages; comments and ranges are not."""
    found = _read(
        CONANFILE,
        "conanfile.txt",
        "[requires]\n# none\nfmt/8.1.1 # good\nsdl/[>1]\nb/1@u/c#r\n"
        "[tool_requires]\ncmake/3\n[options]\nx/1\n",
    )
    assert [(p.name, p.version, p.line, p.development) for p in found] == [
        ("fmt", "8.1.1", 3, False),
        ("b", "1", 5, False),
        ("cmake", "3", 7, True),
    ]


def test_installed() -> None:
    """The folders name the package; its file, what it was built with."""
    found = _read(
        INSTALLED,
        "root/.conan/data/a/1.0/_/_/package/9d1f/conaninfo.txt",
        "[requires]\nb/1.Y.Z\n[full_requires]\n    b/1.2:dc8a\n",
    )
    assert [(p.name, p.version, p.evidence, p.qualifiers) for p in found] == [
        ("a", "1.0", Evidence.INSTALLED, ()),
        ("b", "1.2", Evidence.DECLARED, ()),
    ]


@pytest.mark.parametrize("text", ["", "null", "[]", "not json", "\xff"])
def test_broken_locks_are_refused(text: str) -> None:
    """What is no object of JSON."""
    with pytest.raises(UnreadableFileError):
        _read(LOCK, "conan.lock", text)
