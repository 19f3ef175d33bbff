"""R: installed packages and locked ones."""

import json

import pytest

from hullmark.native.catalogers.r.cataloger import INSTALLED, RENV_LOCK
from hullmark.native.catalogers.record import Cataloger, File, Package, UnreadableFileError


def _read(cataloger: Cataloger, text: str) -> list[Package]:
    records = cataloger.parse(File("usr/lib/R/library/a/DESCRIPTION", text.encode()))
    return [record for record in records if isinstance(record, Package)]


def test_installed() -> None:
    """Fields may run over lines; what follows in indented lines is not a field."""
    found = _read(
        INSTALLED,
        "Package: stringr\nTitle: A\n Version: 9\nVersion: 1.5.0\nLicense: MIT +\n file LICENSE\n"
        "Built: R 4.3.0\n",
    )
    assert found == [
        Package(type="cran", name="stringr", version="1.5.0", licenses=("MIT + file LICENSE",))
    ]


@pytest.mark.parametrize("text", ["", "About this folder", "Package: a\n", "\0\0", "Version: 1\n"])
def test_other_descriptions_say_nothing(text: str) -> None:
    """Many a file is called so."""
    assert _read(INSTALLED, text) == []


def test_lock() -> None:
    """Mirrors of CRAN are CRAN; Bioconductor has a type of its own; no repository, no name."""
    packages = {
        "a": {"Package": "a", "Version": "1.0", "Source": "Repository", "Repository": "CRAN"},
        "b": {"Package": "b", "Version": "2", "Source": "Repository", "Repository": "RSPM"},
        "c": {"Package": "c", "Version": "3", "Source": "Bioconductor"},
        "d": {"Package": "d", "Version": "4", "Source": "GitHub", "RemoteSha": "ab"},
        "e": {"Package": "e", "Version": "5", "Repository": "https://r.example.org"},
    }
    found = _read(RENV_LOCK, json.dumps({"R": {"Version": "4"}, "Packages": packages}, indent=1))
    assert [(p.type, p.name, p.version, p.line) for p in found] == [
        ("cran", "a", "1.0", 6),
        ("cran", "b", "2", 12),
        ("bioconductor", "c", "3", 18),
        ("cran", "e", "5", 29),
    ]
    assert found[3].qualifiers == (("repository_url", "https://r.example.org"),)


@pytest.mark.parametrize("text", ["", "[]", "not json"])
def test_broken_locks_are_refused(text: str) -> None:
    """What is no object of JSON."""
    with pytest.raises(UnreadableFileError):
        _read(RENV_LOCK, text)
