"""Which version a main module has: builds from a checkout say ``(devel)`` and more beside it.

In this order: a release that Go recorded (``go install module@v1.2.3``); one that the build wrote
into a variable (``-ldflags "-X main.version=1.2.3"``); the pseudo-version that Go ≥ 1.24 records;
a pseudo-version made of commit and time. Without any of these the version stays empty.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

_PSEUDO = re.compile(r"v\d+\.\d+\.\d+-(?:[^+]*\.)?\d{14}-[0-9a-f]{12}(?:\+\S*)?")
_VARIABLE = re.compile(r"""-X[=\s]+(?:"([^"]*)"|'([^']*)'|([^\s'"]+(?:"[^"]*"|'[^']*')?))""")
_RELEASE = re.compile(r"v?\d+\.\d+(?:\.\d+)?(?:[-+.][0-9A-Za-z.+-]+)?")
_NAMES = frozenset({"version", "ver", "gitversion", "buildversion", "tag", "gittag", "appversion"})
_USUAL_PACKAGES = frozenset({"main", "version", "common", "cmd", "build", "buildinfo"})
_FLAGS_CHARACTERS = 64 * 1024


def choose_main_version(module: str, recorded: str, settings: Mapping[str, str]) -> str:
    """Return the version of the main module with a leading ``v``, or an empty string."""
    if recorded and not _PSEUDO.fullmatch(recorded):
        return recorded
    return _from_flags(module, settings.get("-ldflags", "")) or recorded or _from_commit(settings)


def _from_flags(module: str, flags: str) -> str:
    """Return the one version that the linker flags set; of several, by how near they stand."""
    tiers: list[set[str]] = [set(), set(), set()]
    for variable, value in _variables(flags[:_FLAGS_CHARACTERS]):
        package, _, name = variable.rpartition(".")
        if name.lower() not in _NAMES or not _RELEASE.fullmatch(value):
            continue
        last = package.rpartition("/")[2].lower()
        tier = 0 if package.startswith(f"{module}/cmd/") else 1 if last in _USUAL_PACKAGES else 2
        tiers[tier].add(value if value.startswith("v") else f"v{value}")
    for versions in tiers:
        if versions:
            return versions.pop() if len(versions) == 1 else ""
    return ""


def _variables(flags: str) -> Iterator[tuple[str, str]]:
    for found in _VARIABLE.finditer(flags):
        setting = next(group for group in found.groups() if group is not None)
        variable, equals, value = setting.partition("=")
        if equals:
            yield variable.strip("'\""), value.strip("'\"")


def _from_commit(settings: Mapping[str, str]) -> str:
    """Return the pseudo-version of a commit; https://go.dev/ref/mod#pseudo-versions."""
    revision, stamp = settings.get("vcs.revision", ""), settings.get("vcs.time", "")
    if len(revision) < 12 or not revision.isalnum():
        return ""
    try:
        at = datetime.fromisoformat(stamp).astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return f"v0.0.0-{at:%Y%m%d%H%M%S}-{revision[:12]}"
