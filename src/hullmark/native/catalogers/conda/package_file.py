"""Names of package files: ``<channel>/<subdir>/<name>-<version>-<build>.conda``."""

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import Package

_ENDINGS = (".conda", ".tar.bz2")


def channel_of(url: str) -> str:
    """Return the channel of ``https://host/<channel>/<subdir>/<file>`` or of its folder."""
    return url.partition("://")[2].partition("/")[2].rpartition("/")[0] or url


def package_of_url(url: str, *, line: int | None = None, evidence: Evidence) -> Package | None:
    """Return the package that a URL downloads, where it is one of Conda's."""
    folder, _, file = url.partition("#")[0].rpartition("/")
    for ending in _ENDINGS:
        parts = file.removesuffix(ending).rsplit("-", 2)
        if file.endswith(ending) and len(parts) == 3 and all(parts):
            name, version, build = parts
            return Package(
                type="conda",
                name=name,
                version=version,
                evidence=evidence,
                line=line,
                qualifiers=conda_qualifiers(
                    build=build, channel=channel_of(folder), subdir=folder.rpartition("/")[2]
                ),
            )
    return None


def conda_qualifiers(*, build: str, channel: str, subdir: str) -> tuple[tuple[str, str], ...]:
    """Return what a package URL says of a Conda package beside its version."""
    pairs = (("build", build), ("channel", channel), ("subdir", subdir))
    return tuple((key, value) for key, value in pairs if value)
