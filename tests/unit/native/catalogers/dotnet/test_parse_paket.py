"""Paket's files."""

from hullmark.native.catalogers.dotnet.cataloger import PAKET_DEPENDENCIES, PAKET_LOCK
from hullmark.native.catalogers.record import Cataloger, File, Package


def _read(cataloger: Cataloger, text: str) -> list[Package]:
    return [r for r in cataloger.parse(File("app/x", text.encode())) if isinstance(r, Package)]


def test_lock() -> None:
    """Packages of all groups, and repositories at their revision."""
    found = _read(
        PAKET_LOCK,
        "RESTRICTION: >= net8.0\nNUGET\n  remote: https://api.nuget.org/v3/index.json\n"
        "    A (1.2.3)\n      B (>= 1.0)\n    B (2.0.0) - restriction: >= net6.0\n"
        "GITHUB\n  remote: fsharp/FAKE\n    modules/x.fsx (0a1b2c)\n"
        "GROUP Test\nNUGET\n  remote: https://api.nuget.org/v3/index.json\n    T (3.0)\n",
    )
    assert [(p.type, p.name, p.version, p.line, p.development) for p in found] == [
        ("nuget", "A", "1.2.3", 4, False),
        ("nuget", "B", "2.0.0", 6, False),
        ("github", "fsharp/FAKE", "0a1b2c", 9, False),
        ("nuget", "T", "3.0", 13, True),
    ]


def test_dependencies() -> None:
    """Only one version is a pin."""
    found = _read(
        PAKET_DEPENDENCIES,
        "source https://api.nuget.org/v3/index.json\nnuget A 1.2.3\nnuget B ~> 2.0\nnuget C\n"
        "nuget D == 4.0.0-beta1 content: none // why\nnuget E >= 1.0\ngroup Build\n  nuget F = 5.0",
    )
    assert [(p.name, p.version, p.line, p.development) for p in found] == [
        ("A", "1.2.3", 2, False),
        ("D", "4.0.0-beta1", 5, False),
        ("F", "5.0", 8, True),
    ]
