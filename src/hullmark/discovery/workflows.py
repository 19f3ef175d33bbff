"""GitHub workflows and actions: ``container:``, ``services:``, ``docker://``, actions of images."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from hullmark.discovery.compose.paths import is_remote
from hullmark.discovery.document import Map, Null, Text, read_yaml
from hullmark.discovery.record import Build, Use
from hullmark.model.graph import NodeKind, Place


def uses_of_workflow(data: bytes, *, path: str) -> list[Use]:
    """Return the images that the jobs of a workflow, or an action, run in.

    Raises:
        BrokenManifestError: It is not YAML.
    """
    found: list[Use] = []
    for document in read_yaml(data, path=path):
        if not isinstance(document, Map):
            continue
        for name, job in document.map("jobs").items():
            if isinstance(job, Map):
                found += _job(name, job, path)
        found += _action(document, path)
    return found


def _job(name: str, job: Map, path: str) -> Iterator[Use]:
    container = job.get("container")
    image = container.text("image") if isinstance(container, Map) else container
    yield from _use(f"job {name}", image, path)
    for service, described in job.map("services").items():
        image = described.text("image") if isinstance(described, Map) else described
        yield from _use(f"job {name} service {service}", image, path)
    yield from _steps(f"job {name}", job.items_of("steps"), path)


def _steps(name: str, steps: list[Any], path: str) -> Iterator[Use]:
    for number, step in enumerate(steps, 1):
        if not isinstance(step, Map):
            continue
        uses = step.text("uses")
        if uses.startswith("docker://"):
            yield from _use(f"{name} step {number}", uses, path)
        elif uses.startswith("docker/build-push-action@"):
            yield _build(f"{name} step {number}", step.map("with"), uses, path)


def _build(name: str, given: Map, uses: Text, path: str) -> Use:
    """Read a step of docker/build-push-action: paths are relative to the repository."""
    context = str(given.text("context")) or "."
    context = context.removeprefix("./") or "."
    written = given.text("file") or given.text("context") or uses
    file = str(given.text("file")) or posixpath.join(context, "Dockerfile")
    tags = [each.strip() for each in re.split(r"[,\n]", given.text("tags")) if each.strip()]
    place = Place(path=path, line=written.line, column=written.column)
    unknown = "${{" in context + file
    build = Build(
        context=context,
        dockerfile=posixpath.normpath(file),
        target=str(given.text("target")),
        tags=tuple(tag for tag in tags if "${{" not in tag),
        remote=unknown or is_remote(context),
        place=place,
    )
    return Use(kind=NodeKind.JOB, name=name, place=place, build=build, template=True)


def _action(document: Map, path: str) -> Iterator[Use]:
    runs = document.map("runs")
    if not runs:
        return
    yield from _steps("action", runs.items_of("steps"), path)
    image = runs.text("image")
    if image.startswith("docker://"):
        yield from _use("action", image, path)
    elif image:
        folder = path.rpartition("/")[0]
        place = Place(path=path, line=image.line, column=image.column)
        file = f"{folder}/{image}" if folder else str(image)
        build = Build(context=folder or ".", dockerfile=file, place=place)
        yield Use(kind=NodeKind.JOB, name="action", place=place, build=build)


def _use(name: str, image: Any, path: str) -> Iterator[Use]:
    if not isinstance(image, Text) or isinstance(image, Null) or not image:
        return
    place = Place(path=path, line=image.line, column=image.column)
    yield Use(
        kind=NodeKind.JOB,
        name=name,
        place=place,
        image=str(image).removeprefix("docker://"),
        image_place=place,
        template="${{" in image,
    )
