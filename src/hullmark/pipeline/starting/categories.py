"""Gives uploads to code scanning a category of their own, where they have none."""

import posixpath
import re

from hullmark.formats.placed_yaml import Map, Text
from hullmark.pipeline.starting.lines import Lines

_PLAIN = re.compile(r"[A-Za-z0-9][\w./-]*")
_UPLOADS = "github/codeql-action/upload-sarif@"


def with_categories(lines: Lines, number: int) -> bool:
    """Name the categories of the job's uploads after their files; say whether any was given."""
    job = next((each for each in lines.around(number) if each.items_of("steps")), Map())
    uploads = [
        step
        for step in job.items_of("steps")
        if isinstance(step, Map) and step.text("uses").startswith(_UPLOADS)
    ]
    taken = {str(step.map("with").text("category")) for step in uploads}
    given = False
    for step in uploads:
        settings = step.map("with")
        name = _name_of(str(settings.text("sarif_file")))
        if "category" in settings or not name or name in taken:
            continue
        if _insert(lines, settings, name):
            taken.add(name)
            given = True
    return given


def _name_of(file: str) -> str:
    """Return what a report is called; empty where it is a folder, whose files share a category."""
    stem, suffix = posixpath.splitext(posixpath.basename(file))
    return stem.removesuffix(".sarif") if suffix in (".sarif", ".json") else ""


def _insert(lines: Lines, settings: Map, name: str) -> bool:
    at, column = settings.key_lines["sarif_file"]
    line, value = lines[at], settings["sarif_file"]
    entry = f"category: {name if _PLAIN.fullmatch(name) else _quoted(name)}"
    indent = line[: column - 1]
    if indent.strip():
        if "{" not in indent:
            return False
        lines.put(at, f"{indent}{entry}, {line[column - 1 :]}")
        return True
    if not isinstance(value, Text) or value.block or value.line != at:
        return False
    ending = "\r" if line.endswith("\r") else ""
    lines.put(at, f"{line}\n{indent}{entry}{ending}")
    return True


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
