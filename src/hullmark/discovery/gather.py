"""Reads every candidate file of a repository into uses and Dockerfiles; one bad file stops none."""

import os
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hullmark.discovery.compose.load import load_project
from hullmark.discovery.compose.validate import Refusal, refusals
from hullmark.discovery.document import Map, read_yaml
from hullmark.discovery.errors import BrokenManifestError
from hullmark.discovery.helm import uses_of_template, uses_of_values
from hullmark.discovery.kubernetes import uses_of_object
from hullmark.discovery.kustomize import Kustomization, read_kustomization, replaced
from hullmark.discovery.record import Use
from hullmark.discovery.services import uses_of
from hullmark.discovery.walk import FILE_BYTES, Candidate, walk
from hullmark.discovery.workflows import uses_of_workflow
from hullmark.formats.dockerfile import Dockerfile, parse_dockerfile
from hullmark.kernel.errors import HullmarkError
from hullmark.model.ledger import Issue

_BASES = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
_MANIFEST = re.compile(rb"^[ \-]*[\"']?kind[\"']?\s*:", re.MULTILINE)
_BEGINS = re.compile(rb"(?:\s+|#[^\n]*\n)*+(?:FROM|ARG)[ \t]", re.IGNORECASE)
"""How a Dockerfile begins; nothing else does."""
_SERVICES = re.compile(rb"^services\s*:", re.MULTILINE)


@dataclass(slots=True)
class Gathered:
    """What the files of a repository say."""

    root: Path
    variables: Mapping[str, str]
    real_root: str
    walked: set[str] = field(default_factory=set)
    """Files that the walk met: no links, inside of the root."""
    files: list[tuple[str, str]] = field(default_factory=list)
    dockerfiles: dict[str, Dockerfile] = field(default_factory=dict)
    uses: dict[str, list[Use]] = field(default_factory=dict)
    """File → what it says, in the order files were met."""
    kustomizations: list[Kustomization] = field(default_factory=list)
    partial: set[str] = field(default_factory=set)
    """Compose files that others include or extend: their services need not be whole."""
    refusals: list[Refusal] = field(default_factory=list)
    """Why compose would not take its files."""
    issues: list[Issue] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file below the root; ``None`` where there is no such file.

        Raises:
            BrokenManifestError: It is too large or cannot be read.
        """
        if path in self.walked:
            place = f"{self.root}/{path}"
        elif path.startswith(("/", "..")) or "\0" in path:
            return None
        else:
            place = f"{self.root}/{path}"
            if not os.path.lexists(place):
                return None
            place = os.path.realpath(place)
            if not place.startswith(self.real_root + os.sep) or not os.path.isfile(place):  # noqa: PTH113
                return None
        try:
            with open(place, "rb", buffering=0) as file:  # noqa: PTH123 - the name may be no text
                data = file.read(FILE_BYTES + 1)
        except OSError as error:
            cause = f"{path}: cannot be read: {error.strerror or error}"
            raise BrokenManifestError(cause) from error
        if len(data) > FILE_BYTES:
            raise BrokenManifestError(f"{path}: larger than {FILE_BYTES:,} bytes")
        return data

    def dockerfile(self, path: str) -> Dockerfile | None:
        """Return a Dockerfile by its path, whatever it is called; ``None`` where it is missing."""
        if path not in self.dockerfiles and path not in self.broken:
            found: list[Dockerfile] = []
            self._guarded(path, lambda: found.extend(self._parsed(path)))
            if found:
                self.dockerfiles[path] = found[0]
                self.files.append(("dockerfile", path))
        return self.dockerfiles.get(path)

    def _parsed(self, path: str) -> list[Dockerfile]:
        data = self.read(path)
        return [] if data is None else [parse_dockerfile(data, path=path)]

    def guarded(self, path: str, work: Callable[[], Any]) -> None:
        """Do one file's work; what goes wrong becomes an issue of that file."""
        self._guarded(path, work)

    def _guarded(self, path: str, work: Callable[[], Any]) -> None:
        try:
            work()
        except HullmarkError as error:
            self.broken.add(path)
            self.tell(path, error)
        except RecursionError:
            self.broken.add(path)
            self.issues.append(Issue(path=path, cause="nested too deeply", code="HM2350"))

    def tell(self, path: str, error: HullmarkError) -> None:
        """Keep an error as an issue, once."""
        issue = Issue(path=path, cause=error.message, code=error.code, hint=error.hint or "")
        if issue not in self.issues:
            self.issues.append(issue)


def gather(root: Path, *, variables: Mapping[str, str]) -> Gathered:
    """Walk ``root`` and read what matters."""
    real = os.path.realpath(root).rstrip(os.sep)
    found = Gathered(root=root, variables=variables, real_root=real)
    composes: dict[str, list[str]] = {}
    values: dict[str, bytes] = {}
    templates: list[str] = []
    for candidate in walk(root, found.issues):
        kind, path = candidate
        found.walked.add(path)
        if kind == "compose":
            composes.setdefault(posixpath.dirname(path), []).append(posixpath.basename(path))
        elif kind == "template":
            templates.append(path)
        else:
            found.guarded(path, lambda each=candidate: _one(found, each, composes, values))  # type: ignore[misc]
    for folder, names in composes.items():
        _composes(found, folder, names)
    for path in templates:
        found.guarded(path, lambda each=path: _template(found, each, values))  # type: ignore[misc]
    if found.kustomizations:
        found.uses = replaced(found.kustomizations, found.uses)
    return found


def _one(
    found: Gathered, candidate: Candidate, composes: dict[str, list[str]], values: dict[str, bytes]
) -> None:
    kind, path = candidate
    if kind == "dockerfile":
        found.dockerfile(path)
        return
    data = found.read(path) or b""
    if kind == "named":
        if _BEGINS.match(data):
            found.dockerfile(path)
        return
    if kind == "yaml":
        if _MANIFEST.search(data) and b"mage" in data:
            _manifests(found, data, path)
        elif _SERVICES.search(data) and (b"image:" in data or b"build:" in data):
            composes.setdefault(posixpath.dirname(path), []).append(posixpath.basename(path))
        return
    if kind == "kustomization":
        found.kustomizations.append(read_kustomization(data, path=path))
        found.files.append((kind, path))
        return
    if kind == "values":
        values[path] = data
        uses = (
            uses_of_values(data, path=path, app_version=_app_version(found, path))
            if b"mage" in data
            else []
        )
    elif kind == "workflow":
        uses = uses_of_workflow(data, path=path)
    else:
        from hullmark.discovery.bake import uses_of_bake  # noqa: PLC0415 - few have one

        uses = uses_of_bake(data, path=path)
    _keep(found, kind, path, uses)


def _keep(found: Gathered, kind: str, path: str, uses: list[Use]) -> None:
    if uses:
        found.uses[path] = uses
    if uses or kind in ("bake", "compose"):
        found.files.append((kind, path))


def _manifests(found: Gathered, data: bytes, path: str) -> None:
    try:
        documents = read_yaml(data, path=path)
    except BrokenManifestError:
        if b"{{" not in data:
            raise
        _keep(found, "template", path, uses_of_template(data, {}, path=path))
        return
    uses = [use for document in documents for use in uses_of_object(document, path)]
    _keep(found, "kubernetes", path, uses)


def _template(found: Gathered, path: str, values: dict[str, bytes]) -> None:
    data = found.read(path) or b""
    chart = path.partition("/templates/")[0] if "/templates/" in path else ""
    if found.read(posixpath.join(chart, "Chart.yaml")) is None:
        _one(found, Candidate("yaml", path), {}, values)
        return
    if b"image:" not in data:
        return
    scope: dict[str, Any] = {}
    for name, file in (("Values", "values.yaml"), ("Chart", "Chart.yaml")):
        text = found.read(posixpath.join(chart, file))
        documents = read_yaml(text, path=file) if text else []
        scope[name] = next((each for each in documents if isinstance(each, Map)), Map())
    chart_map = scope["Chart"]
    for key in ("appVersion", "name", "version"):
        if key in chart_map:
            chart_map[key[0].upper() + key[1:]] = chart_map[key]
    _keep(found, "template", path, uses_of_template(data, scope, path=path))


def _app_version(found: Gathered, path: str) -> str:
    data = found.read(posixpath.join(posixpath.dirname(path), "Chart.yaml"))
    documents = read_yaml(data, path="Chart.yaml") if data else []
    first = next((each for each in documents if isinstance(each, Map)), Map())
    return str(first.text("appVersion"))


def _composes(found: Gathered, folder: str, names: list[str]) -> None:
    """Load the compose files of a folder: the base with its override, variants over the base."""
    together = base_and_overrides(names)
    base = together[0] if together else ""
    groups = [together] if together else []
    groups += [[name] for name in names if name not in together]
    for group in groups:
        paths = [posixpath.join(folder, name) for name in group]
        found.guarded(
            paths[-1],
            lambda each=paths: _compose(found, each, posixpath.join(folder, base)),  # type: ignore[misc]
        )


def base_and_overrides(names: Sequence[str]) -> list[str]:
    """Return the files of a folder that compose takes by itself, the later over the earlier."""
    base = next((name for name in _BASES if name in names), "")
    stem = base.rpartition(".")[0]
    return [base, *(n for n in names if n.startswith(f"{stem}.override."))] if base else []


def _compose(found: Gathered, paths: list[str], base: str) -> None:
    project = load_project(paths, found.read, variables=found.variables)
    own = frozenset(project.services)
    if paths[0] != base and base.rpartition("/")[2]:
        bare = [
            each for each in project.services.values() if not (each.keys() & {"image", "build"})
        ]
        if bare:
            # A variant (compose.prod.yaml) that leaves out what the base says.
            project = load_project([base, *paths], found.read, variables=found.variables)
    for error in project.problems:
        found.tell(paths[0], error)
    found.refusals += refusals(project)
    found.partial.update(path for path in project.files if path not in paths)
    for path in paths:
        found.files.append(("compose", path))
    found.uses[paths[-1]] = uses_of(project, only=own)
