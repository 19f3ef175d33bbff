"""``META-INF/MANIFEST.MF``: attributes of the archive, then sections about its packages.

https://docs.oracle.com/en/java/javase/21/docs/specs/jar/jar.html#jar-manifest
"""

import msgspec

MANIFEST_BYTES = 1024 * 1024
"""Signed jars list every class; what we want stands in front."""
_SECTIONS = 64
"""Sections looked at; they matter only for archives whose main section says nothing."""


class Manifest(msgspec.Struct, frozen=True):
    """Attributes by lower-cased name."""

    main: dict[str, str] = msgspec.field(default_factory=dict)
    sections: tuple[dict[str, str], ...] = ()

    def get(self, name: str) -> str:
        """Return an attribute of the archive that says something: no placeholder, not empty."""
        return meaningful(self.main.get(name, ""))


def parse_manifest(data: bytes) -> Manifest:
    """Return main attributes and sections; lines that are neither are passed over."""
    sections: list[dict[str, str]] = []
    current: dict[str, str] | None = None
    last = ""
    for line in (
        data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ):
        if not line:
            current, last = None, ""
            continue
        if line[0] == " ":
            if current is not None and last:
                current[last] += line[1:]
            continue
        name, colon, value = line.partition(":")
        last = name.strip().lower()
        if not colon or not last:
            last = ""
            continue
        if current is None:
            if len(sections) > _SECTIONS:
                break
            current = {}
            sections.append(current)
        current[last] = value.lstrip()
    return Manifest(sections[0], tuple(sections[1:])) if sections else Manifest()


def meaningful(value: str) -> str:
    """Return a value, or nothing for what a build tool forgot to fill in."""
    value = value.strip()
    if value[:1] in ("$", "%") or "${" in value or value.lower() in ("unknown", "unspecified"):
        return ""
    return value
