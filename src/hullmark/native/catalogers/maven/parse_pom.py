"""``pom.xml``: the dependencies of a project, with versions as far as the file itself tells them.

Versions that a parent or an imported list of versions sets are not in the file; such dependencies
are left out, as are ranges, of which Maven takes what is newest on the day.
https://maven.apache.org/pom.html
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hullmark.formats.xml import Element
from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import decode_xml

_PLACEHOLDER = re.compile(r"\$\{([^{}]+)\}")
_STEPS = 16
"""Placeholders that lead to placeholders."""
_VALUES = 16
"""Placeholders in one text."""
_LONGEST = 200
"""Characters of a value that can be part of coordinates."""
_EXACT = re.compile(r"\[\s*([^,\s\[\]()]+)\s*\]")
_VERSION = re.compile(r"[^\s\[\](),${}]+")
_DEVELOPMENT = frozenset({"test"})


@dataclass(frozen=True, slots=True)
class _Dependency:
    name: str
    kind: tuple[str, str]
    """Type and classifier, by which Maven tells declarations of one artifact apart."""
    version: str
    scope: str
    line: int


def parse_pom(file: File) -> Iterator[Package]:
    """Yield the dependencies whose version the file tells."""
    if "META-INF/maven/" in file.path:  # of an unpacked artifact: not what stands beside it
        return
    project = decode_xml(file.data, root="project")
    values = _values(project)
    managed = {
        (each.name, each.kind): each
        for each in _dependencies(project, values, "dependencyManagement", "dependencies")
    }
    stated = [*_dependencies(project, values, "dependencies"), *_of_profiles(project, values)]
    # As Maven does, the last of several declarations counts.
    declared = {(each.name, each.kind): each for each in stated}
    for key, each in declared.items():
        fallback = managed.get(key)
        version = _exact(each.version or (fallback.version if fallback else ""))
        scope = each.scope or (fallback.scope if fallback else "")
        if version:
            yield Package(
                type="maven",
                name=each.name,
                version=version,
                evidence=Evidence.DECLARED,
                line=each.line,
                direct=True,
                development=scope in _DEVELOPMENT,
            )


def _values(project: Element) -> dict[str, str]:
    """Return everything that a placeholder may name: properties, and the project's own fields."""
    values: dict[str, str] = {}
    for prefix in ("project.", "pom.", ""):
        for name in ("groupId", "artifactId", "version"):
            parent = project.value("parent", name)
            own = project.value(name) or ("" if name == "artifactId" else parent)
            if own:
                values[prefix + name] = own
            if parent:
                values[f"{prefix}parent.{name}"] = parent
    active = [profile.first("properties") for profile in _active_profiles(project)]
    for properties in (project.first("properties"), *active):
        for each in properties.children if properties is not None else ():
            values[each.name] = each.text
    return {name: value for name, value in values.items() if len(value) <= _LONGEST}


def _active_profiles(project: Element) -> Iterator[Element]:
    """Yield the profiles that are used unless someone says otherwise."""
    for profile in project.all("profiles", "profile"):
        if profile.value("activation", "activeByDefault") == "true":
            yield profile


def _of_profiles(project: Element, values: dict[str, str]) -> Iterator[_Dependency]:
    for profile in _active_profiles(project):
        yield from _dependencies(profile, values, "dependencies")


def _dependencies(element: Element, values: dict[str, str], *path: str) -> Iterator[_Dependency]:
    for each in element.all(*path, "dependency"):
        group, artifact, version, kind, classifier, scope = (
            _resolve(each.value(name), values)
            for name in ("groupId", "artifactId", "version", "type", "classifier", "scope")
        )
        if group and artifact and "${" not in group + artifact:
            name = f"{group}:{artifact}"
            yield _Dependency(name, (kind or "jar", classifier), version, scope, each.line)


def _resolve(text: str, values: dict[str, str]) -> str:
    for _ in range(_STEPS):
        if "${" not in text:
            break
        text = _PLACEHOLDER.sub(lambda found: values.get(found[1].strip(), found[0]), text, _VALUES)
        if len(text) > _LONGEST * _VALUES:
            return ""
    return text.strip()


def _exact(stated: str) -> str:
    """Return the one version that is meant, empty for ranges and what stays unresolved."""
    only = _EXACT.fullmatch(stated)
    version = only[1] if only else stated
    return version if _VERSION.fullmatch(version) else ""
