"""Dependencies of a project file: written, then resolved, then settled by a list of versions."""

from collections.abc import Iterable, Iterator

from hullmark.formats.xml import Element
from hullmark.model.component import Evidence
from hullmark.native.catalogers.maven.placeholders import exact, resolve
from hullmark.native.catalogers.record import Need, Package

Key = tuple[str, tuple[str, str]]
"""What Maven takes for one and the same dependency."""
_DEVELOPMENT = frozenset({"test"})


def written(element: Element, *path: str) -> Iterator[Need]:
    """Yield the dependencies at ``path`` as they stand there."""
    for each in element.all(*path, "dependency"):
        group, artifact, version, kind, classifier, scope = (
            each.value(name)
            for name in ("groupId", "artifactId", "version", "type", "classifier", "scope")
        )
        if group and artifact:
            yield Need(
                f"{group}:{artifact}", (kind or "jar", classifier), version, scope, each.line
            )


def resolved(needs: Iterable[Need], values: dict[str, str]) -> Iterator[Need]:
    """Yield the dependencies whose name is known, without placeholders as far as possible."""
    for each in needs:
        name, version, scope = (
            resolve(text, values) for text in (each.name, each.version, each.scope)
        )
        kind = resolve(each.kind[0], values), resolve(each.kind[1], values)
        if name and "${" not in name:
            yield Need(name, kind, version, scope, each.line)


def settle(need: Need, managed: dict[Key, Need]) -> Package | None:
    """Return the package that is meant, ``None`` where no single version is."""
    fallback = managed.get((need.name, need.kind))
    version = exact(need.version or (fallback.version if fallback else ""))
    scope = need.scope or (fallback.scope if fallback else "")
    if not version:
        return None
    return Package(
        type="maven",
        name=need.name,
        version=version,
        evidence=Evidence.DECLARED,
        line=need.line,
        direct=True,
        development=scope in _DEVELOPMENT,
    )
