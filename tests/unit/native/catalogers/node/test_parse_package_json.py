"""``package.json``: which ones are packages."""

import json

import pytest

from hullmark.native.catalogers.node.cataloger import INSTALLED
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_MODULE = "srv/node_modules/x/package.json"


def _read(document: object, path: str = _MODULE) -> list[Package]:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return list(INSTALLED.parse(File(path, data)))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["left-pad", "@scope/name", "JSONStream", "@a/b.c_d~e"])
def test_name_and_version(name: str) -> None:
    """Names keep their spelling, scoped or not."""
    assert _read({"name": name, "version": "1.2.3"}) == [
        Package(type="npm", name=name, version="1.2.3")
    ]


@pytest.mark.parametrize(("written", "version"), [("v1.2.3", "1.2.3"), (" =1.2.3 ", "1.2.3")])
def test_version_as_the_registry_spells_it(written: str, version: str) -> None:
    """A prefix is accepted by npm and dropped."""
    assert _read({"name": "a", "version": written})[0].version == version


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"type": "module"},
        {"name": "rxjs/ajax"},
        {"name": "a", "version": ""},
        {"name": "a", "version": 1},
        {"version": "1.0.0"},
        {"name": ["a"], "version": "1.0.0"},
    ],
)
def test_markers_are_no_packages(document: object) -> None:
    """Without a name or a version there is nothing to report, and nothing wrong."""
    assert _read(document) == []


@pytest.mark.parametrize(
    ("fields", "licenses"),
    [
        ({"license": "MIT"}, ("MIT",)),
        ({"license": {"type": "MIT", "url": "x"}}, ("MIT",)),
        ({"licenses": [{"type": "MIT"}, {"name": "ISC"}, "MIT", {"url": "x"}, 3]}, ("MIT", "ISC")),
        ({"license": "", "licenses": "Apache-2.0"}, ("Apache-2.0",)),
        ({"license": None}, ()),
    ],
)
def test_license_of_every_age(fields: dict[str, object], licenses: tuple[str, ...]) -> None:
    """The field changed its shape twice."""
    assert _read({"name": "a", "version": "1.0.0", **fields})[0].licenses == licenses


@pytest.mark.parametrize(
    "fields", [{"engines": {"vscode": "*"}}, {"contributes": {}}, {"unity": "2019.1"}]
)
def test_manifests_of_other_registries(fields: dict[str, object]) -> None:
    """Editor extensions and Unity packages are not from npm, unless npm installed them."""
    document = {"name": "a", "version": "1.0.0", **fields}
    assert _read(document, "root/.vscode/extensions/a/package.json") == []
    assert len(_read(document)) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'{"name": }',
        b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
        b'{"name": "<%= name %>", "version": "1.0.0"}',
        b'{"name": "@a/b/c", "version": "1.0.0"}',
        b'{"name": "\xff\xfe", "version": "1.0.0"}',
    ],
)
def test_broken_manifest(data: bytes) -> None:
    """What is not JSON, or names what cannot be a package, is refused."""
    with pytest.raises(UnreadableFileError):
        _read(data)


def test_byte_order_mark() -> None:
    """Editors on Windows write one."""
    assert len(_read(b'\xef\xbb\xbf{"name": "a", "version": "1.0.0"}')) == 1
