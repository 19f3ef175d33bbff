"""What one result of SARIF says for itself: its words, its place, whether it counts."""

from typing import Final
from urllib.parse import unquote

from hullmark.scanners.sarif.wire import (
    ArtifactLocation,
    Location,
    Physical,
    Region,
    Result,
    Rule,
    RunFacts,
    Text,
)

_LINES: Final = 12
"""Lines of a message that may name a package."""
_NOT_PROBLEMS: Final = frozenset({"pass", "notapplicable", "informational"})


def message_of(result: Result, rule: Rule) -> str:
    """Return the words of a result, taken from its rule where it only names them."""
    said = result.message or Text()
    text = said.text or said.markdown or ""
    if not text and said.id and rule.message_strings:
        text = (rule.message_strings.get(said.id) or Text()).text or ""
    for index, argument in enumerate(said.arguments or ()):
        text = text.replace(f"{{{index}}}", argument)
    return text


def place_of(location: Location, run: RunFacts) -> tuple[str, int | None, int | None, str]:
    """Return path, line, column and snippet of a location."""
    physical = location.physical_location or Physical()
    file = physical.artifact_location or ArtifactLocation()
    uri = file.uri or ""
    artifacts = run.artifacts or []
    if not uri and file.index is not None and 0 <= file.index < len(artifacts):
        uri = (artifacts[file.index].location or ArtifactLocation()).uri or ""
    region = physical.region or Region()
    snippet = (region.snippet.text or "") if region.snippet else ""
    line = region.start_line if region.start_line and region.start_line > 0 else None
    return _path(uri), line, region.start_column, snippet


def ignored(result: Result) -> str:
    """Return why a result is no open problem by the tool's own word."""
    if not (result.suppressions or result.kind or result.baseline_state):
        return ""
    accepted = [each for each in result.suppressions or () if each.status in {None, "accepted"}]
    if accepted:
        return accepted[0].justification or f"suppressed ({accepted[0].kind or 'in the tool'})"
    if (result.kind or "").lower() in _NOT_PROBLEMS:
        return f"the tool calls it '{result.kind}'"
    return "gone since the baseline" if result.baseline_state == "absent" else ""


def fields_of(message: str) -> dict[str, str]:
    """Return the lines of the form ``Name: value`` that Trivy and others write into a message."""
    if "\n" not in message:
        return {}
    fields = {}
    for line in message.split("\n", _LINES)[:_LINES]:
        name, colon, value = line.partition(":")
        if colon:
            fields[name.strip().lower()] = value.strip()
    return fields


def _path(uri: str) -> str:
    path = uri.removeprefix("file://")
    return unquote(path) if "%" in path else path
