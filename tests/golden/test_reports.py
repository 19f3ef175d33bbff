"""Exact output of every writer; ``HULLMARK_GOLDEN=write`` rewrites it, the diff is reviewed."""

import os
import re
from pathlib import Path

import pytest

from hullmark.report.formats import FORMATS, write
from hullmark.report.terminal import Section, render
from report_sample import empty, sample, two_targets

FOLDER = Path(__file__).parent / "reports"
RESULTS = {"sample": sample, "empty": empty, "two": two_targets}
SECTIONS: tuple[Section, ...] = ("fixes", "findings", "ledger", "components")


_FIXED_PARTS = re.compile(
    rb"(<style>).*?(</style>)|(<script>).*?(</script>)|sha256-[A-Za-z0-9+/=]{44}", re.DOTALL
)
"""Style and script of the page, and their hashes: the same for every result."""


def _is_golden(name: str, text: bytes) -> None:
    path = FOLDER / name
    if os.environ.get("HULLMARK_GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        path.write_bytes(text)
    assert path.read_bytes() == text


@pytest.mark.parametrize("result", RESULTS)
@pytest.mark.parametrize("name", [name for name, found in FORMATS.items() if not found.needs])
def test_documents_are_exactly_these(name: str, result: str) -> None:
    """Every format of every sample."""
    suffix = FORMATS[name].suffixes[0]
    document = write(RESULTS[result](), name)
    if name == "html":
        document = _FIXED_PARTS.sub(b"", document)
    _is_golden(f"{result}{suffix}", document)


@pytest.mark.parametrize("result", RESULTS)
@pytest.mark.parametrize("width", [60, 100, 140])
def test_the_table_is_exactly_this(result: str, width: int) -> None:
    """Narrow, usual and wide terminals, without color."""
    text = render(RESULTS[result](), width=width, show=SECTIONS, limit=10)
    _is_golden(f"{result}-{width}.txt", text.encode())


def test_the_colored_table_is_exactly_this() -> None:
    """The same with the terminal's own palette."""
    _is_golden("sample-color.txt", render(sample(), width=100, color=True).encode())
