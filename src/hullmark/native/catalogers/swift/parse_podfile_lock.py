"""``Podfile.lock`` of CocoaPods: YAML of one fixed shape, read by lines to keep their numbers."""

import re
from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.text_document import numbered_lines

_POD = re.compile(r"""  - ["']?(?P<name>[^\s("':][^("':]*?) \((?P<version>[^()]+)\)["']?:?""")
_DEPENDENCY = re.compile(r"""  - ["']?(?P<name>[^\s("':][^("':]*?)(?: \([^()]*\))?["']?:?""")
_SECTION = re.compile(r"([A-Z][A-Z ]*):.*")


def parse_podfile_lock(file: File) -> Iterator[Package]:
    """Yield the installed pods; subspecs (``Pod/Part``) are pods of their own."""
    section = ""
    sections: set[str] = set()
    pods: list[tuple[str, str, int]] = []
    asked: set[str] = set()
    for number, line in numbered_lines(file.data):
        if found := _SECTION.fullmatch(line):
            section = found[1]
            sections.add(section)
        elif section == "PODS" and (found := _POD.fullmatch(line.rstrip())):
            pods.append((found["name"], found["version"], number))
        elif section == "DEPENDENCIES" and (found := _DEPENDENCY.fullmatch(line.rstrip())):
            asked.add(found["name"])
    if "PODS" not in sections:
        raise UnreadableFileError("lock file of CocoaPods has no section PODS")
    for name, version, number in pods:
        yield Package(
            type="cocoapods",
            name=name,
            version=version,
            evidence=Evidence.DECLARED,
            line=number,
            direct=name in asked if asked else None,
        )
