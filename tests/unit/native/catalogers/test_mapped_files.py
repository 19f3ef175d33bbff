"""Large files come as memory maps: every language cataloger reads them as it reads bytes."""

import mmap

import pytest

import go_builder
from hullmark.native.catalogers.golang.cataloger import BINARY, GO_MOD
from hullmark.native.catalogers.java.cataloger import ARCHIVE
from hullmark.native.catalogers.node.cataloger import INSTALLED as NODE
from hullmark.native.catalogers.node.cataloger import NPM_LOCK
from hullmark.native.catalogers.python.cataloger import (
    INSTALLED,
    PIPFILE_LOCK,
    POETRY_LOCK,
    REQUIREMENTS,
)
from hullmark.native.catalogers.record import Cataloger, File

_EMPTY_ZIP = b"PK\x05\x06" + bytes(18)


@pytest.mark.parametrize(
    ("cataloger", "path", "data"),
    [
        (BINARY, "bin/x", go_builder.elf(go_builder.inline("go1.22.1", b""))),
        (BINARY, "bin/x", go_builder.elf(go_builder.pointed("go1.17.1", b""))),
        (GO_MOD, "go.mod", b"module m\nrequire a v1.0.0\n"),
        (ARCHIVE, "junit-3.8.jar", _EMPTY_ZIP),
        (NODE, "package.json", b'{"name": "a", "version": "1.0.0"}'),
        (NPM_LOCK, "package-lock.json", b'{"packages": {"node_modules/a": {"version": "1.0"}}}'),
        (INSTALLED, "x.dist-info/METADATA", b"Name: a\nVersion: 1\n"),
        (REQUIREMENTS, "requirements.txt", b"a==1\n"),
        (POETRY_LOCK, "poetry.lock", b'[[package]]\nname = "a"\nversion = "1"\n'),
        (PIPFILE_LOCK, "Pipfile.lock", b'{"default": {"a": {"version": "==1"}}}'),
    ],
)
def test_mapped_file(cataloger: Cataloger, path: str, data: bytes) -> None:
    """The records are the same, and nothing keeps the map open."""
    with mmap.mmap(-1, len(data)) as mapped:
        mapped.write(data)
        from_map = list(cataloger.parse(File(path, mapped)))
    assert from_map == list(cataloger.parse(File(path, data)))
    assert from_map
