"""``pom.properties``: what Maven writes into every archive it builds."""

import msgspec

from hullmark.native.catalogers.java.parse_manifest import meaningful

PROPERTIES_BYTES = 64 * 1024
"""Real ones have five lines."""
_MAVEN = "META-INF/maven/"


class Coordinates(msgspec.Struct, frozen=True):
    """Group, artifact and version; empty where not known."""

    group: str
    artifact: str
    version: str

    @property
    def are_complete(self) -> bool:
        """Whether they name one artifact of a repository."""
        return bool(self.group and self.artifact and self.version)


def parse_pom_properties(data: bytes, path: str) -> Coordinates:
    """Return the coordinates; the folder fills in what the file lacks."""
    values: dict[str, str] = {}
    for line in data.decode("latin-1").splitlines():
        line = line.strip()
        if line and line[0] not in "#!":
            key, value = _pair(line)
            values[key] = meaningful(value)
    group, artifact = folder_names(path)
    return Coordinates(
        group=values.get("groupId") or group,
        artifact=values.get("artifactId") or artifact,
        version=values.get("version", ""),
    )


def folder_names(path: str) -> tuple[str, str]:
    """Return group and artifact from ``META-INF/maven/<group>/<artifact>/…``, or empty strings."""
    if path.startswith(_MAVEN):
        parts = path[len(_MAVEN) :].split("/")
        if len(parts) == 3:
            return parts[0], parts[1]
    return "", ""


def _pair(line: str) -> tuple[str, str]:
    """Split at the first ``=`` or ``:``; Maven names need no escapes, colons in them aside."""
    ends = [at for at in (line.find("="), line.find(":")) if at > 0]
    if not ends:
        return line, ""
    at = min(ends)
    return line[:at].strip(), line[at + 1 :].strip().replace("\\:", ":").replace("\\=", "=")
