"""``pom.xml``: the dependencies of a project, with versions as far as the file itself tells them.

What a parent or an imported list of versions sets is not in the file: such dependencies are handed
on with the project, and ``parents`` looks for their versions in the other projects of the tree.
Ranges are left out, as Maven takes what is newest on the day.
https://maven.apache.org/pom.html
"""

from collections.abc import Iterator

from hullmark.formats.xml import Element
from hullmark.native.catalogers.maven.dependencies import resolved, settle, written
from hullmark.native.catalogers.maven.placeholders import LONGEST, resolve
from hullmark.native.catalogers.record import File, Need, Package, Project
from hullmark.native.catalogers.text_document import decode_xml

_PARENT_PATH = "../pom.xml"
"""Where Maven looks for a parent whose place is not given."""


def parse_pom(file: File) -> Iterator[Package | Project]:
    """Yield the dependencies whose version the file tells, and the project with the others."""
    if "META-INF/maven/" in file.path:  # of an unpacked artifact: not what stands beside it
        return
    project = decode_xml(file.data, root="project")
    values = _values(project)
    stated = [*written(project, "dependencies"), *_of_profiles(project)]
    listed = tuple(written(project, "dependencyManagement", "dependencies"))
    managed = {(each.name, each.kind): each for each in resolved(listed, values)}
    unsettled: list[Need] = []
    # As Maven does, the last of several declarations counts.
    for each in {(each.name, each.kind): each for each in stated}.values():
        found = [settle(need, managed) for need in resolved((each,), values)]
        if found and found[0] is not None:
            yield found[0]
        else:
            unsettled.append(each)
    parent = project.first("parent")
    if parent is not None or unsettled or project.value("packaging") == "pom":
        yield _project(parent, values, managed=listed, needs=tuple(unsettled))


def _project(
    parent: Element | None,
    values: dict[str, str],
    *,
    managed: tuple[Need, ...],
    needs: tuple[Need, ...],
) -> Project:
    def named(prefix: str) -> str:
        return resolve(
            f"{values.get(prefix + 'groupId', '')}:{values.get(prefix + 'artifactId', '')}", values
        )

    place = parent.first("relativePath") if parent is not None else None
    return Project(
        name=named("project."),
        version=resolve(values.get("project.version", ""), values),
        parent=named("project.parent.") if parent is not None else "",
        parent_path=_PARENT_PATH if place is None else place.text,
        values=values,
        managed=managed,
        needs=needs,
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
    return {name: value for name, value in values.items() if len(value) <= LONGEST}


def _active_profiles(project: Element) -> Iterator[Element]:
    """Yield the profiles that are used unless someone says otherwise."""
    for profile in project.all("profiles", "profile"):
        if profile.value("activation", "activeByDefault") == "true":
            yield profile


def _of_profiles(project: Element) -> Iterator[Need]:
    for profile in _active_profiles(project):
        yield from written(profile, "dependencies")
