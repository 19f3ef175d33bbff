"""Perl: installed distributions and snapshots of Carton."""

import json

import pytest

from hullmark.native.catalogers.perl.cataloger import INSTALLED, SNAPSHOT
from hullmark.native.catalogers.record import Cataloger, File, Package, UnreadableFileError


def _read(cataloger: Cataloger, text: str) -> list[Package]:
    records = cataloger.parse(File("lib/perl5/.meta/x/META.json", text.encode()))
    return [record for record in records if isinstance(record, Package)]


def _meta(**fields: object) -> str:
    return json.dumps({"meta-spec": {"version": 2, "url": "https://metacpan.org/x"}, **fields})


def test_installed() -> None:
    """Numbers are taken for versions; names of modules become names of distributions."""
    found = _read(INSTALLED, _meta(name="Foo::Bar", version=1.5, license=["perl_5", "unknown"]))
    assert found == [Package(type="cpan", name="Foo-Bar", version="1.5", licenses=("perl_5",))]


@pytest.mark.parametrize(
    "text",
    [
        _meta(name="a"),
        _meta(version="1"),
        '{"name": "a", "version": "1"}',
        '{"name": "a", "version": "1", "meta-spec": {"url": "https://pgxn.org/meta/spec.txt"}}',
    ],
)
def test_other_files_of_that_name_say_nothing(text: str) -> None:
    """PostgreSQL's extensions have such a file too."""
    assert _read(INSTALLED, text) == []


def test_snapshot() -> None:
    """One distribution a block; what it provides and requires is not one."""
    found = _read(
        SNAPSHOT,
        "# carton snapshot format: version 1.0\nDISTRIBUTIONS\n  Module-Build-0.4234\n"
        "    pathname: L/LE/LEONT/Module-Build-0.4234.tar.gz\n    provides:\n      A-1 0.1\n"
        "  libwww-perl-6.72\n  version-v0.9930-TRIAL\n",
    )
    assert [(p.name, p.version, p.line) for p in found] == [
        ("Module-Build", "0.4234", 3),
        ("libwww-perl", "6.72", 7),
        ("version", "v0.9930-TRIAL", 8),
    ]


@pytest.mark.parametrize("cataloger", [INSTALLED, SNAPSHOT])
@pytest.mark.parametrize("text", ["", "null", "hedehodo"])
def test_broken_files_are_refused(cataloger: Cataloger, text: str) -> None:
    """What has not the shape of such a file."""
    with pytest.raises(UnreadableFileError):
        _read(cataloger, text)
