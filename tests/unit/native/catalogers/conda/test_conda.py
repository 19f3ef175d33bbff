"""Conda: what is installed, what an environment asks for, what was locked."""

import json

import pytest

from hullmark.model.component import Evidence
from hullmark.native.catalogers.conda.cataloger import ENVIRONMENT, INSTALLED, LOCK
from hullmark.native.catalogers.record import Cataloger, File, Package, UnreadableFileError


def _read(cataloger: Cataloger, path: str, text: str) -> list[Package]:
    records = cataloger.parse(File(path, text.encode()))
    return [record for record in records if isinstance(record, Package)]


def test_installed() -> None:
    """Channel, platform and build are part of the identity."""
    meta = {
        "name": "zlib",
        "version": "1.2.13",
        "build": "h5eee18b_0",
        "channel": "https://repo.anaconda.com/pkgs/main/linux-64",
        "subdir": "linux-64",
        "license": "Zlib",
        "files": [],
    }
    (found,) = _read(INSTALLED, "opt/conda/conda-meta/zlib-1.2.13-0.json", json.dumps(meta))
    assert found == Package(
        type="conda",
        name="zlib",
        version="1.2.13",
        licenses=("Zlib",),
        qualifiers=(("build", "h5eee18b_0"), ("channel", "pkgs/main"), ("subdir", "linux-64")),
    )


def test_files_beside_installed_packages() -> None:
    """The history is no package."""
    assert _read(INSTALLED, "opt/conda/conda-meta/history", "==> 2024 <==") == []


@pytest.mark.parametrize("text", ["", "{}", '{"name": "a"}', '{"name": 1, "version": "1"}', "[]"])
def test_broken_installed_packages_are_refused(text: str) -> None:
    """Not JSON, or without name or version."""
    with pytest.raises(UnreadableFileError):
        _read(INSTALLED, "conda-meta/a.json", text)


def test_environment() -> None:
    """Exact versions count, with their lines; ranges, wild cards and alternatives do not."""
    found = _read(
        ENVIRONMENT,
        "environment.yml",
        "name: e\ndependencies:\n  - python=3.11\n  - conda-forge::numpy==1.26.4\n"
        "  - bzip2=1.0.8=h998d_5\n  - gomp 13.2.0 hf_5\n  - a>=1\n  - b=1.*\n  - c 1|2\n  - d\n"
        "  - pip:\n    - Django==5.0.6 ; python_version > '3'\n    - flask>=1\n    - x[y]==2\n",
    )
    assert [(p.type, p.name, p.version, p.line) for p in found] == [
        ("conda", "python", "3.11", 3),
        ("conda", "numpy", "1.26.4", 4),
        ("conda", "bzip2", "1.0.8", 5),
        ("conda", "gomp", "13.2.0", 6),
        ("pypi", "Django", "5.0.6", 12),
        ("pypi", "x", "2", 14),
    ]
    assert found[1].qualifiers == (("channel", "conda-forge"),)
    assert found[2].qualifiers == (("build", "h998d_5"),)


@pytest.mark.parametrize("text", ["dependencies:\n- 1\n", "dependencies:\n- pip:\n  - a: b\n", "x"])
def test_broken_environments_are_refused(text: str) -> None:
    """Entries of a kind that is no dependency."""
    with pytest.raises(UnreadableFileError):
        _read(ENVIRONMENT, "environment.yml", text)


def test_pixi() -> None:
    """Old and new versions of the lock; local folders have no version."""
    url = "https://conda.anaconda.org/conda-forge/linux-64"
    found = _read(
        LOCK,
        "pixi.lock",
        f"version: 6\npackages:\n- conda: {url}/bzip2-1.0.8-h4bc722e_7.conda\n  license: bzip2\n"
        f"- kind: conda\n  name: b\n  version: 1.0\n  url: {url}/lib-b-1.0-0.tar.bz2\n"
        "- pypi: https://files.example/c-2-py3-none-any.whl\n  name: c\n  version: '2'\n"
        "- pypi: ./local\n  name: d\n",
    )
    assert [(p.type, p.name, p.version, p.line) for p in found] == [
        ("conda", "bzip2", "1.0.8", 3),
        ("conda", "lib-b", "1.0", 5),
        ("pypi", "c", "2", 9),
    ]
    assert found[0].qualifiers == (
        ("build", "h4bc722e_7"),
        ("channel", "conda-forge"),
        ("subdir", "linux-64"),
    )
    assert {p.evidence for p in found} == {Evidence.DECLARED}


def test_conda_lock() -> None:
    """Every package once, though the lock lists it for each platform."""
    entry = "- name: a\n  version: '1'\n  manager: conda\n  category: dev\n"
    pip = "- name: b\n  version: '2'\n  manager: pip\n"
    found = _read(LOCK, "conda-lock.yml", "package:\n" + entry + entry + pip)
    assert [(p.type, p.name, p.version, p.development) for p in found] == [
        ("conda", "a", "1", True),
        ("pypi", "b", "2", False),
    ]
