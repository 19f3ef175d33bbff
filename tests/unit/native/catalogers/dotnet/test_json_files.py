"""``deps.json``, ``packages.lock.json`` and ``project.assets.json``."""

import json

import pytest

from hullmark.model.component import Evidence
from hullmark.native.catalogers.dotnet.cataloger import DEPS_JSON, NUGET_LOCK, PROJECT_ASSETS
from hullmark.native.catalogers.record import Cataloger, File, Package, UnreadableFileError


def _read(cataloger: Cataloger, document: object) -> list[Package]:
    text = document if isinstance(document, str) else json.dumps(document, indent=2)
    return [r for r in cataloger.parse(File("app/x.json", text.encode())) if isinstance(r, Package)]


def _lines(document: object, packages: list[Package]) -> list[str]:
    lines = json.dumps(document, indent=2).split("\n")
    return [lines[(each.line or 0) - 1].strip() for each in packages]


_TARGET = ".NETCoreApp,Version=v8.0/linux-x64"
_DEPS = {
    "runtimeTarget": {"name": _TARGET},
    "targets": {
        ".NETCoreApp,Version=v8.0": {},
        _TARGET: {
            "App/1.0.0": {"dependencies": {"A": "1.2.3"}, "runtime": {"App.dll": {}}},
            "A/1.2.3": {"runtime": {"lib/a.dll": {}}},
            "Meta/2.0.0": {"dependencies": {"A": "1.2.3"}},
            "Native/1.0.0": {"runtimeTargets": {"runtimes/linux-x64/native/n.so": {}}},
            "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1": {"runtime": {"x": {}}},
        },
    },
    "libraries": {
        "App/1.0.0": {"type": "project"},
        "A/1.2.3": {"type": "package"},
        "Meta/2.0.0": {"type": "package"},
        "Native/1.0.0": {"type": "package"},
        "Local/1.0.0": {"type": "reference"},
        "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1": {"type": "runtimepack"},
        "nonsense": {"type": "package"},
    },
}


def test_deps_json() -> None:
    """What has a file in the application; the runtime under the name that advisories use."""
    found = _read(DEPS_JSON, _DEPS)
    assert [(p.name, p.version, p.evidence) for p in found] == [
        ("App", "1.0.0", Evidence.INSTALLED),
        ("A", "1.2.3", Evidence.INSTALLED),
        ("Native", "1.0.0", Evidence.INSTALLED),
        ("Microsoft.NETCore.App.Runtime.linux-x64", "8.0.1", Evidence.INSTALLED),
    ]
    assert _lines(_DEPS, found)[1] == '"A/1.2.3": {'
    assert (found[1].line or 0) > json.dumps(_DEPS, indent=2).split("\n").index('  "libraries": {')


def test_deps_json_without_targets() -> None:
    """Without a target every package counts."""
    document = {"libraries": _DEPS["libraries"]}
    assert "Meta" in [package.name for package in _read(DEPS_JSON, document)]
    assert _read(DEPS_JSON, {}) == []


_LOCK = {
    "version": 2,
    "dependencies": {
        "net6.0": {
            "A": {"type": "Transitive", "resolved": "1.0.0"},
            "B": {"type": "Direct", "requested": "[2.0.0, )", "resolved": "2.0.0"},
            "Own": {"type": "Project"},
        },
        "net8.0": {
            "A": {"type": "Direct", "resolved": "1.0.0"},
            "B": {"type": "CentralTransitive", "resolved": "2.1.0"},
        },
    },
}


def test_packages_lock_json() -> None:
    """Each version once over all frameworks; direct where any of them asks for it."""
    found = _read(NUGET_LOCK, _LOCK)
    assert [(p.name, p.version, p.direct) for p in found] == [
        ("A", "1.0.0", True),
        ("B", "2.0.0", True),
        ("B", "2.1.0", False),
    ]
    assert _lines(_LOCK, found) == ['"A": {', '"B": {', '"B": {']
    assert {p.evidence for p in found} == {Evidence.DECLARED}


def test_project_assets_json() -> None:
    """Packages with whether the project asks for them; no projects."""
    document = {
        "targets": {"net8.0": {"A/1.0.0": {"type": "package"}}},
        "libraries": {
            "A/1.0.0": {"type": "package"},
            "B/2.0.0": {"type": "package"},
            "Own/1.0.0": {"type": "project"},
        },
        "project": {"frameworks": {"net8.0": {"dependencies": {"a": {"version": "[1.0.0, )"}}}}},
    }
    found = _read(PROJECT_ASSETS, document)
    assert [(p.name, p.version, p.direct) for p in found] == [
        ("A", "1.0.0", True),
        ("B", "2.0.0", False),
    ]
    del document["project"]
    assert [p.direct for p in _read(PROJECT_ASSETS, document)] == [None, None]


@pytest.mark.parametrize(
    ("cataloger", "text"),
    [
        (DEPS_JSON, ""),
        (DEPS_JSON, '{"libraries": [1]}'),
        (NUGET_LOCK, "[]"),
        (NUGET_LOCK, '{"dependencies": 1}'),
        (PROJECT_ASSETS, '{"libraries": 1}'),
    ],
)
def test_broken_files(cataloger: Cataloger, text: str) -> None:
    """Each fault is one kind of error."""
    with pytest.raises(UnreadableFileError):
        _read(cataloger, text)
