"""``environment.yml``: what an environment asks for, by name, version and build.

Only exact versions count; a range says what may be installed.
https://docs.conda.io/projects/conda-build/en/stable/resources/package-spec.html
"""

import re
from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.conda.package_file import conda_qualifiers
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.text_document import decode_yaml, numbered_lines

_SPEC = re.compile(
    r"(?:(?P<channel>[^\s:]+)::)?(?P<name>[\w.-]+)"
    r"(?:\s*==?\s*|\s+)(?P<version>[\w.!+]+)(?:(?:\s*=\s*|\s+)(?P<build>[\w.]+))?"
)
_PIN = re.compile(
    r"(?P<name>[A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*={2,3}\s*(?P<version>[\w.!+-]+)"
)
_SPEC_CHARACTERS = 1000


def parse_environment(file: File) -> Iterator[Package]:
    """Yield the pinned packages, those of pip included."""
    documents = decode_yaml(file.data)
    if not documents:
        return
    lines = _entry_lines(file)
    for entry in documents[0].list("dependencies"):
        if isinstance(entry, str):
            if entry.isdigit():
                raise UnreadableFileError(f"'{entry[:80]}' is not a dependency")
            yield from _conda(entry, lines)
        elif isinstance(entry, dict):
            for key, values in entry.items():
                if key != "pip":
                    continue
                for value in values if isinstance(values, list) else ():
                    if not isinstance(value, str):
                        raise UnreadableFileError("a dependency of pip is not a text")
                    yield from _pip(value, lines)


def _conda(entry: str, lines: dict[str, int]) -> Iterator[Package]:
    found = _SPEC.fullmatch(entry.strip()[:_SPEC_CHARACTERS])
    if found is not None:
        yield Package(
            type="conda",
            name=found["name"],
            version=found["version"],
            evidence=Evidence.DECLARED,
            line=lines.get(entry.strip()),
            qualifiers=conda_qualifiers(
                build=found["build"] or "", channel=found["channel"] or "", subdir=""
            ),
            direct=True,
        )


def _pip(entry: str, lines: dict[str, int]) -> Iterator[Package]:
    requirement = entry.partition(";")[0].strip()
    found = _PIN.fullmatch(requirement[:_SPEC_CHARACTERS])
    if found is not None:
        yield Package(
            type="pypi",
            name=found["name"],
            version=found["version"],
            evidence=Evidence.DECLARED,
            line=lines.get(entry.strip()),
            direct=True,
        )


def _entry_lines(file: File) -> dict[str, int]:
    """Return the line of every list entry, the first where one is there twice."""
    lines: dict[str, int] = {}
    for number, line in numbered_lines(file.data):
        text = line.strip()
        if text.startswith("- "):
            entry = text[2:].partition(" #")[0].strip()
            if len(entry) > 1 and entry[0] == entry[-1] and entry[0] in "'\"":
                entry = entry[1:-1]
            lines.setdefault(entry, number)
    return lines
