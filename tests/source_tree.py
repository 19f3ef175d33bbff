"""The source files of Hullmark, parsed once, for tests that look at code rather than run it."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
SOURCE = REPOSITORY / "src" / "hullmark"


@dataclass(frozen=True, eq=False)
class SourceFile:
    """One module."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Return the path below ``src/hullmark``, with slashes."""
        return self.path.relative_to(SOURCE).as_posix()


@cache
def source_files() -> tuple[SourceFile, ...]:
    """Return every module, in the order of their names."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(SourceFile(path, text, ast.parse(text, str(path))))
    return tuple(found)


@cache
def documents() -> tuple[Path, ...]:
    """Return README, CHANGELOG and every page of the documentation."""
    tops = (REPOSITORY / "README.md", REPOSITORY / "CHANGELOG.md")
    return (*tops, *sorted((REPOSITORY / "docs").rglob("*.md")))
