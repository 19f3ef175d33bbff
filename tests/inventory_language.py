"""Where files of language packages stand in an image, by suite and group of the corpus."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from hullmark.native.catalogers.golang.cataloger import BINARY, GO_MOD
from hullmark.native.catalogers.java.cataloger import ARCHIVE
from hullmark.native.catalogers.node.cataloger import INSTALLED as NODE
from hullmark.native.catalogers.node.cataloger import NPM_LOCK
from hullmark.native.catalogers.node.lock_cataloger import PNPM_LOCK, YARN_LOCK
from hullmark.native.catalogers.python.cataloger import (
    CATALOGERS as PYTHON,
)
from hullmark.native.catalogers.python.cataloger import (
    INSTALLED,
    PDM_LOCK,
    PIPFILE_LOCK,
    POETRY_LOCK,
    PYLOCK,
    REQUIREMENTS,
    SETUP,
    UV_LOCK,
)
from inventory_cases import Case, Reader


def pypi(name: str, version: str) -> tuple[str, str]:
    """Return a name in its normal form, in which the index and package URLs have it."""
    return re.sub(r"[-_.]+", "-", name).lower(), version


def golang(name: str, version: str) -> tuple[str, str]:
    """Return a version without ``v``, and the standard library under one name."""
    return "stdlib" if name == "go" else name, version.removeprefix("v")


def _as(path: str) -> Callable[[str], str]:
    return lambda _: path


def _metadata(name: str) -> str:
    """Place core metadata: eggs and wheels keep their name, the rest becomes a metadata file."""
    if name.endswith((".egg", ".whl", ".egg-info", "/METADATA", "/PKG-INFO")):
        return name
    if name.endswith("METADATA"):
        return "site-packages/x.dist-info/METADATA"
    return "site-packages/x.egg-info/PKG-INFO"


def _syft_java(name: str) -> str | None:
    return name if name.endswith((".jar", ".war", ".ear")) else None


def _syft_go(name: str) -> str | None:
    return "go.mod" if name.endswith("go.mod") else None


def _syft_node(case: Case) -> Iterator[tuple[str, bytes]]:
    """Give single files the name of their format; folders are read as they are."""
    for file in case.files:
        for folder, name in (("pkg-json", "package.json"), ("pkg-lock", "package-lock.json")):
            if file.parent.name == folder and (len(case.files) == 1 or file.name == name):
                yield name, file.read_bytes()
        if file.name in ("yarn.lock", "pnpm-lock.yaml"):
            yield file.name, file.read_bytes()


def _jars(case: Case) -> Iterator[tuple[str, bytes]]:
    """Give archives as they are, and pack the folders that the peer packs itself."""
    loose = [file for file in case.files if file.suffix != ".jar" and file.name != "not_jar"]
    archives = [file for file in case.files if file not in loose]
    if not loose:
        for file in archives:
            yield f"app/{file.name}.jar".replace(".jar.jar", ".jar"), file.read_bytes()
        return
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for file in loose:
            inner = f"META-INF/{file.name}" if file.name == "MANIFEST.MF" else file.name
            packed.writestr(inner, file.read_bytes())
    stem = archives[0].stem if archives else loose[0].parent.name
    yield f"app/{stem}.jar", content.getvalue()


def _scancode_npm(name: str) -> str | None:
    last = name.rpartition("/")[2]
    return last if last in ("package.json", "package-lock.json", "npm-shrinkwrap.json") else None


def _scancode_pypi(name: str) -> str | None:
    last = name.rpartition("/")[2]
    if last in ("PKG-INFO", "METADATA"):
        return f"site-packages/{_metadata(last)}"
    return name if name.endswith((".whl", ".egg", "Pipfile.lock")) else None


def _with_dependencies(case: Case) -> list[dict[str, Any]]:
    """Return what a lock file pins; the peer lists the project, and these as its dependencies."""
    packages: list[dict[str, Any]] = case.expect.get("packages") or []
    if not any(file.name.endswith((".lock", "-lock.json")) for file in case.files):
        return packages
    return [
        _from_purl(dependency["purl"])
        for package in packages
        for dependency in package.get("dependencies", [])
        if dependency["pinned"]
    ]


def _from_purl(purl: str) -> dict[str, Any]:
    kind, _, rest = purl.removeprefix("pkg:").partition("/")
    name, _, version = rest.rpartition("@")
    return {"type": kind, "name": name.replace("%40", "@"), "version": version}


_PYTHON = "language/python"
_DEV = ("development",)

READERS = {
    ("scalibr", f"{_PYTHON}/wheelegg"): Reader((INSTALLED,), _metadata, normal=pypi),
    ("scalibr", f"{_PYTHON}/requirements"): Reader(
        (REQUIREMENTS,), _as("requirements.txt"), normal=pypi
    ),
    ("scalibr", f"{_PYTHON}/poetrylock"): Reader((POETRY_LOCK,), _as("poetry.lock"), normal=pypi),
    ("scalibr", f"{_PYTHON}/uvlock"): Reader((UV_LOCK,), _as("uv.lock"), normal=pypi),
    ("scalibr", f"{_PYTHON}/pdmlock"): Reader((PDM_LOCK,), _as("pdm.lock"), normal=pypi),
    ("scalibr", f"{_PYTHON}/pylock"): Reader((PYLOCK,), _as("pylock.toml"), normal=pypi),
    ("scalibr", f"{_PYTHON}/pipfilelock"): Reader(
        (PIPFILE_LOCK,), _as("Pipfile.lock"), normal=pypi
    ),
    ("scalibr", "language/javascript/packagejson"): Reader((NODE,), _as("app/package.json")),
    ("scalibr", "language/javascript/packagelockjson"): Reader(
        (NPM_LOCK,), _as("app/package-lock.json")
    ),
    ("scalibr", "language/golang/gobinary"): Reader((BINARY,), normal=golang),
    ("scalibr", "language/golang/gomod"): Reader((GO_MOD,), _as("go.mod"), normal=golang),
    ("scalibr", "language/java/archive"): Reader((ARCHIVE,), files=_jars),
    ("scancode", "npm"): Reader((NODE, NPM_LOCK), _scancode_npm, expected=_with_dependencies),
    ("scancode", "pypi"): Reader(PYTHON, _scancode_pypi, normal=pypi, expected=_with_dependencies),
    ("syft", "golang"): Reader((GO_MOD,), _syft_go, normal=golang),
    ("syft", "java"): Reader((ARCHIVE,), _syft_java),
    ("syft", "javascript"): Reader((NODE, NPM_LOCK, YARN_LOCK, PNPM_LOCK), files=_syft_node),
    ("syft", "python"): Reader((*PYTHON, SETUP), normal=pypi),
    ("trivy", "dependency/parser/golang/binary"): Reader((BINARY,), normal=golang),
    ("trivy", "dependency/parser/golang/mod"): Reader((GO_MOD,), _as("go.mod"), normal=golang),
    ("trivy", "dependency/parser/java/jar"): Reader((ARCHIVE,)),
    ("trivy", "dependency/parser/nodejs/npm"): Reader(
        (NPM_LOCK,), _as("package-lock.json"), details=_DEV
    ),
    ("trivy", "dependency/parser/nodejs/packagejson"): Reader((NODE,), _as("package.json")),
    ("trivy", "dependency/parser/python/packaging"): Reader((INSTALLED,), _metadata, normal=pypi),
    ("trivy", "dependency/parser/python/pip"): Reader(
        (REQUIREMENTS,), _as("requirements.txt"), normal=pypi
    ),
    ("trivy", "dependency/parser/python/pipenv"): Reader(
        (PIPFILE_LOCK,), _as("Pipfile.lock"), normal=pypi
    ),
    ("trivy", "dependency/parser/python/poetry"): Reader(
        (POETRY_LOCK,), _as("poetry.lock"), normal=pypi
    ),
    ("trivy", "dependency/parser/python/pylock"): Reader(
        (PYLOCK,), _as("pylock.toml"), normal=pypi
    ),
    ("trivy", "dependency/parser/python/uv"): Reader(
        (UV_LOCK,), _as("uv.lock"), normal=pypi, details=_DEV
    ),
    ("trivy", "fanal/analyzer/language/java/jar"): Reader((ARCHIVE,)),
    ("trivy", "fanal/analyzer/language/nodejs/npm"): Reader((NPM_LOCK,), details=_DEV),
    ("trivy", "fanal/analyzer/language/python/packaging"): Reader((INSTALLED,), normal=pypi),
    ("trivy", "fanal/analyzer/language/python/pip"): Reader((REQUIREMENTS,), normal=pypi),
    ("trivy", "fanal/analyzer/language/python/poetry"): Reader((POETRY_LOCK,), normal=pypi),
    ("trivy", "fanal/analyzer/language/python/pylock"): Reader((PYLOCK,), normal=pypi),
    ("trivy", "fanal/analyzer/language/python/uv"): Reader((UV_LOCK,), normal=pypi, details=_DEV),
}
