"""Haskell: frozen constraints of Cabal, and what Stack takes beside a snapshot."""

import pytest

from hullmark.native.catalogers.haskell.cataloger import CABAL_FREEZE, STACK
from hullmark.native.catalogers.record import Cataloger, File, Package, UnreadableFileError


def _read(cataloger: Cataloger, path: str, text: str) -> list[tuple[str, str, int | None]]:
    records = cataloger.parse(File(path, text.encode()))
    return [(r.name, r.version, r.line) for r in records if isinstance(r, Package)]


def test_cabal() -> None:
    """Pins of every use of a package, also several on a line; flags and comments are not."""
    found = _read(
        CABAL_FREEZE,
        "cabal.project.freeze",
        "active-repositories: x\nconstraints: any.aeson ==2.1.2.1, any.base-x ==4,\n"
        "             aeson -cffi,\n             -- any.no ==1\n             any.zlib ==0.6.3.0\n",
    )
    assert found == [("aeson", "2.1.2.1", 2), ("base-x", "4", 2), ("zlib", "0.6.3.0", 5)]


def test_stack_lock() -> None:
    """Only what was completed counts."""
    found = _read(
        STACK,
        "stack.yaml.lock",
        "packages:\n- completed:\n    hackage: hasql-pool-1.0.1@sha256:3c,23\n"
        "  original:\n    hackage: hasql-pool-1.0\n- completed:\n    git: x\n",
    )
    assert found == [("hasql-pool", "1.0.1", 3)]


def test_stack() -> None:
    """Repositories and folders among the extra packages have no version."""
    found = _read(
        STACK,
        "stack.yaml",
        "resolver: lts-18\nextra-deps:\n- spdx-1.0.0.2@sha256:7d,20\n- ./here\n- git: x\n",
    )
    assert found == [("spdx", "1.0.0.2", 3)]


@pytest.mark.parametrize("text", ["a: [", "- a", "text"])
def test_broken_yaml_is_refused(text: str) -> None:
    """What is no mapping of YAML."""
    with pytest.raises(UnreadableFileError):
        _read(STACK, "stack.yaml", text)
