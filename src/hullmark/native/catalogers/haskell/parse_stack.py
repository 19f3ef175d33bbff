"""``stack.yaml`` and ``stack.yaml.lock``: what a project takes beside a snapshot of Stackage."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import decode_yaml, numbered_lines

if TYPE_CHECKING:
    from hullmark.formats.yaml import YamlMap

_IDENTITY = re.compile(r"(?P<name>[A-Za-z0-9][\w-]{0,200})-(?P<version>\d[\d.]{0,100})(?:@.*)?")


def parse_stack(file: File) -> Iterator[Package]:
    """Yield the packages of Hackage that the file names at one version."""
    for document in decode_yaml(file.data)[:1]:
        if file.path.endswith(".lock"):
            yield from _completed(document)
        else:
            yield from _extra(document, file)


def _completed(document: "YamlMap") -> Iterator[Package]:
    from hullmark.formats.yaml import YamlMap  # noqa: PLC0415 - imported by then

    for entry in document.list("packages"):
        if isinstance(entry, YamlMap):
            completed = entry.map("completed")
            yield from _package(completed.text("hackage"), completed.lines.get("hackage"))


def _extra(document: "YamlMap", file: File) -> Iterator[Package]:
    lines: dict[str, int] = {}
    for number, line in numbered_lines(file.data):
        lines.setdefault(line.strip().removeprefix("- ").strip("'\""), number)
    for entry in document.list("extra-deps"):
        if isinstance(entry, str):
            yield from _package(entry, lines.get(entry))


def _package(identity: str, line: int | None) -> Iterator[Package]:
    found = _IDENTITY.fullmatch(identity)
    if found is not None:
        yield Package(
            type="hackage",
            name=found["name"],
            version=found["version"],
            evidence=Evidence.DECLARED,
            line=line,
        )
