"""``conanfile.txt`` of a project and ``conaninfo.txt`` of an installed package.

Both are sections with one reference a line; https://docs.conan.io/2/reference/conanfile_txt.html
"""

from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.conan.reference import to_package
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import numbered_lines

_REQUIRES = frozenset({"requires", "build_requires", "tool_requires", "test_requires"})


def parse_conanfile(file: File) -> Iterator[Package]:
    """Yield what a project requires at an exact version."""
    for number, section, text in _entries(file):
        if section in _REQUIRES:
            package = to_package(text, line=number, direct=True, development=section != "requires")
            if package is not None:
                yield package


def parse_conaninfo(file: File) -> Iterator[Package]:
    """Yield the package in whose folder the file stands, and what it was built with."""
    parts = file.path.split("/")
    if len(parts) > 6 and parts[-3] == "package":
        name, version, user, channel = parts[-7:-3]
        package = to_package(f"{name}/{version}@{user}/{channel}", evidence=Evidence.INSTALLED)
        if package is not None:
            yield package
    for number, section, text in _entries(file):
        if section == "full_requires":
            package = to_package(text, line=number, direct=False)
            if package is not None:
                yield package


def _entries(file: File) -> Iterator[tuple[int, str, str]]:
    """Yield number, section and text of every line that holds something."""
    section = ""
    for number, line in numbered_lines(file.data):
        text = line.partition(" #")[0].strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("[") and text.endswith("]"):
            section = text[1:-1].strip()
        else:
            yield number, section, text
