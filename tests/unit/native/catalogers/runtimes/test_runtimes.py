"""Version managers are asked for runtimes by small files."""

import pytest

from hullmark.native.catalogers.record import Cataloger, File, Package, UnreadableFileError
from hullmark.native.catalogers.runtimes.cataloger import MISE, NODE_VERSION, TOOL_VERSIONS


def asked(cataloger: Cataloger, path: str, text: str) -> list[tuple[str, str, str, int | None]]:
    """Return type, name, version and line of what a file asks for."""
    found = cataloger.parse(File(path, text.encode()))
    return [(p.type, p.name, p.version, p.line) for p in found if isinstance(p, Package)]


def test_tool_versions() -> None:
    """A tool per line; names instead of numbers say nothing."""
    text = "# tools\nnodejs   20.1.0 18.0.0\n\npython 3.12.1 # why\nruby latest\nerlang\n"
    assert asked(TOOL_VERSIONS, ".tool-versions", text) == [
        ("asdf", "nodejs", "20.1.0", 2),
        ("asdf", "python", "3.12.1", 4),
    ]


@pytest.mark.parametrize(
    ("text", "version"),
    [("v20.1.0\n", "20.1.0"), ("# x\n 24.04 \n", "24.04"), ("lts/*\n20\n", None), ("", None)],
)
def test_node_version(text: str, version: str | None) -> None:
    """The first line that says anything."""
    for name in (".node-version", ".nvmrc"):
        found = asked(NODE_VERSION, name, text)
        assert [one[:3] for one in found] == ([("generic", "nodejs", version)] if version else [])


def test_mise() -> None:
    """A version, a list of versions, a table with one."""
    text = (
        '[tools]\nnode = "20"\npython = ["3.12", "3.11"]\ngo = {version = "1.22"}\nx = "latest"\n'
    )
    assert asked(MISE, "mise.toml", text) == [
        ("mise", "node", "20", 2),
        ("mise", "python", "3.12", 3),
        ("mise", "go", "1.22", 4),
    ]
    with pytest.raises(UnreadableFileError):
        asked(MISE, "mise.toml", "[tools")


@pytest.mark.parametrize("cataloger", [MISE, NODE_VERSION, TOOL_VERSIONS])
def test_what_packages_bring_along_asks_for_nothing(cataloger: Cataloger) -> None:
    """Their authors worked with it; whoever installed them does not."""
    assert asked(cataloger, "app/node_modules/a/x", "nodejs 20") == []
