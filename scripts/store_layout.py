#!/usr/bin/env python3
"""Write src/hullmark/store/layout_sqlite.py from the tables, or check that it is up to date.

Usage: store_layout.py [--check]

A scan makes a missing SQLite store without SQLAlchemy, which takes half a second to import; the
statements it needs are what SQLAlchemy would have said.
"""

import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
TARGET = REPOSITORY / "src" / "hullmark" / "store" / "layout_sqlite.py"
sys.path.insert(0, str(REPOSITORY / "src"))

HEAD = '''"""The layout of a new SQLite store, written by scripts/store_layout.py."""

STATEMENTS = (
'''


def layout() -> str:
    """Return the module's text."""
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    from hullmark.store.tables import METADATA, VERSION_TABLE

    dialect = sqlite.dialect()
    version = f"version_num VARCHAR(32) NOT NULL, CONSTRAINT {VERSION_TABLE}_pkc"
    statements = [f"CREATE TABLE {VERSION_TABLE} ({version} PRIMARY KEY (version_num))"]
    for table in METADATA.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=dialect)))
        statements += [
            str(CreateIndex(index).compile(dialect=dialect))
            for index in sorted(table.indexes, key=lambda index: str(index.name))
        ]
    lines = [HEAD]
    for statement in statements:
        words = " ".join(statement.split()).replace("( ", "(").replace(" )", ")")
        words = words.replace('"key"', "key")
        lines += _literal(words)
    return "".join([*lines, ")\n"])


def _literal(words: str) -> list[str]:
    """Return a string literal within the line length."""
    parts: list[str] = []
    line = ""
    for word in words.split(" "):
        if len(line) + len(word) > 84:
            parts.append(line)
            line = ""
        line += f"{word} "
    parts.append(line.removesuffix(" "))
    if len(parts) == 1:
        return [f'    "{parts[0]}",\n']
    return ["    (\n", *(f'        "{part}"\n' for part in parts), "    ),\n"]


def main() -> int:
    """Write or check the module."""
    text = layout()
    if sys.argv[1:] == ["--check"]:
        return 0 if TARGET.read_text(encoding="utf-8") == text else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
