"""``pubspec.lock`` of a project, and ``pubspec.yaml`` of a package.

https://dart.dev/tools/pub/glossary#lockfile
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.text_document import decode_yaml

if TYPE_CHECKING:
    from hullmark.formats.yaml import YamlMap

_HOSTS = frozenset({"https://pub.dartlang.org", "https://pub.dev"})
_LOWEST = re.compile(r"[>=^\s]*(\d[\w.+-]*)")
_NO_VERSION = "0.0.0"
"""What the lock file writes for the parts of an SDK."""


def parse_lock(file: File) -> Iterator[Package]:
    """Yield the locked packages; a part of an SDK has the version of that SDK."""
    documents = decode_yaml(file.data)
    if not documents:
        raise UnreadableFileError("lock file is empty")
    packages, sdks = documents[0].map("packages"), documents[0].map("sdks")
    for name in packages:
        entry = packages.map(name)
        version = entry.text("version")
        if entry.text("source") == "sdk" and version == _NO_VERSION:
            version = _sdk_version(sdks, entry.text("description"))
        if not name or not version:
            continue
        dependency = entry.text("dependency")
        yield Package(
            type="pub",
            name=entry.map("description").text("name") or name,
            version=version,
            evidence=Evidence.DECLARED,
            line=packages.lines.get(name),
            qualifiers=_source(entry),
            direct=dependency != "transitive" if dependency else None,
            development=dependency == "direct dev",
        )


def parse_pubspec(file: File) -> Iterator[Package]:
    """Yield the package that a ``pubspec.yaml`` belongs to, if it has a version."""
    for document in decode_yaml(file.data)[:1]:
        name, version = document.text("name"), document.text("version")
        if name and version:
            yield Package(type="pub", name=name, version=version, line=document.lines["name"])


def _sdk_version(sdks: "YamlMap", name: str) -> str:
    """Return the least version of an SDK that the lock file allows, which resolved it."""
    found = _LOWEST.match(sdks.text(name)) if name else None
    return found[1] if found else ""


def _source(entry: "YamlMap") -> tuple[tuple[str, str], ...]:
    """Return where a package comes from, unless that is the public repository."""
    description = entry.map("description")
    url = description.text("url")
    if entry.text("source") == "hosted" and url and url.rstrip("/") not in _HOSTS:
        return (("repository_url", url),)
    if entry.text("source") == "git" and url and "@" not in url.partition("://")[2]:
        return (("vcs_url", f"git+{url}@{description.text('resolved-ref')}"),)
    return ()
