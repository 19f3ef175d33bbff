"""``setup.cfg``: the pinned requirements of a project that setuptools builds.

https://setuptools.pypa.io/en/latest/userguide/declarative_config.html
"""

import re
from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.installed_place import is_installed_place
from hullmark.native.catalogers.python.parse_requirements import pin_of
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import numbered_lines

_BYTES = 4 * 1024 * 1024
_SECTION = re.compile(r"\[([^\]]+)\]")
_KEYS = {
    "options": {"install_requires": False, "setup_requires": True, "tests_require": True},
}
"""Section → key → whether what it names only serves to build or test."""
_EXTRAS = "options.extras_require"


def parse_setup_cfg(file: File) -> Iterator[Package]:
    """Yield the pins among the requirements and those of extras."""
    if is_installed_place(file.path):
        return
    section, development = "", None
    for number, line in numbered_lines(file.data, limit_bytes=_BYTES):
        text = line.strip()
        if not text or text.startswith(("#", ";")):
            continue
        if found := _SECTION.fullmatch(text):
            section, development = found[1].strip(), None
            continue
        if not line[0].isspace():  # a key begins; what is indented goes on with it
            key, _, text = text.partition("=")
            development = _serves_tests(section, key.strip())
        pin = pin_of(text.strip()) if development is not None and "==" in text else None
        if pin is not None:
            yield Package(
                type="pypi",
                name=pin[0],
                version=pin[1],
                evidence=Evidence.DECLARED,
                line=number,
                direct=True,
                development=bool(development),
            )


def _serves_tests(section: str, key: str) -> bool | None:
    """Return whether a key names what builds or tests need; ``None`` where it names no needs."""
    if section == _EXTRAS:
        return False
    return _KEYS.get(section, {}).get(key)
