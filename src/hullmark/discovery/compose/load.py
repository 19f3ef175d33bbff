"""Loads a compose project: files over each other, include, extends, variables, env files."""

import contextlib
import posixpath
import re
from collections.abc import Callable, Mapping
from typing import Any

from hullmark.discovery.compose.dotenv import parse_dotenv
from hullmark.discovery.compose.interpolate import interpolate
from hullmark.discovery.compose.merge import clean, merge
from hullmark.discovery.compose.paths import Placed, join, rebased
from hullmark.discovery.document import Items, Map, Null, Text, read_yaml
from hullmark.discovery.errors import BrokenManifestError, CyclicFilesError
from hullmark.kernel.errors import HullmarkError

Read = Callable[[str], bytes | None]
"""Returns the bytes of a file of the repository; ``None`` where it does not exist."""
_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|git@")
"""What ``include`` takes from elsewhere: a URL, ``oci:``, ``git@``."""
_CHAIN = 50
"""Files including files, services extending services."""


class Project:
    """One loaded project: services by name, with the folder paths are relative to."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.services: dict[str, Map] = {}
        self.problems: list[HullmarkError] = []
        """What could not be read of it: a missing include, a ring, a broken variable."""
        self.files: list[str] = []
        self.document = Map()
        """The files themselves, merged; what they include is not in it."""
        self.declared: dict[str, dict[str, Any]] = {}
        """``networks``, ``volumes`` … → name → what is said of it, in included files too."""
        self.variables: Mapping[str, str] = {}
        """What variables stand for in its own files."""


def project_name(path: str, home: str = "project") -> str:
    """Return what compose calls a project that has no name: its folder's, cleaned."""
    folder = posixpath.basename(posixpath.dirname(posixpath.join(f"/{home}", path)))
    return re.sub(r"[^a-z0-9_-]", "", folder.lower()).lstrip("_-")


def load_project(paths: list[str], read: Read, *, variables: Mapping[str, str]) -> Project:
    """Return the project that ``paths``, the later over the earlier, describe together.

    Raises:
        BrokenManifestError: A file is not YAML, or its root is no mapping.
    """
    project = Project(paths[0])
    folder = posixpath.dirname(paths[0])
    _Loader(read, variables, project, paths).into(paths, folder, ())
    return project


class _Loader:
    def __init__(
        self, read: Read, variables: Mapping[str, str], project: Project, own: list[str]
    ) -> None:
        self._read = read
        self._own = own
        self._home = posixpath.dirname(own[0]) or "."
        self._variables = variables
        self._project = project
        self._documents: dict[tuple[str, str], Map] = {}

    def into(
        self, paths: list[str], folder: str, chain: tuple[str, ...], env_files: tuple[str, ...] = ()
    ) -> None:
        """Add the services of one group of files to the project."""
        variables = self._with_env(folder, env_files)
        if not chain:
            self._project.variables = variables
        document: Any = None
        for path in paths:
            if path in chain:
                ring = " -> ".join([*chain[chain.index(path) :], path])
                raise CyclicFilesError(f"{path}: include cycle detected: {ring}")
            found = self._document(path, folder, variables)
            self._included(found, path, folder, (*chain, *paths))
            document = found if document is None else merge(document, found)
        services = document.map("services")
        document = clean(document)
        for key in ("networks", "volumes", "secrets", "configs", "models"):
            self._project.declared.setdefault(key, {}).update(document.map(key))
        if not chain:
            self._project.document = document
        if "services" not in document and (old := _of_version_1(document)):
            services = old
        for name in services:
            if getattr(services[name], "tag", "") == "!reset":
                continue
            try:
                service = clean(self._extended(name, services, paths[-1], folder, variables, ()))
            except HullmarkError as error:
                self._project.problems.append(error)
                service = clean(services.map(name))
            known = self._project.services.get(name)
            self._project.services[name] = service if known is None else merge(known, service)

    def _with_env(self, folder: str, env_files: tuple[str, ...]) -> dict[str, str]:
        found: dict[str, str] = {}
        for path in env_files or (posixpath.join(folder, ".env"),):
            data = self._read(path)
            if data is None:
                continue
            try:
                text = data.decode("utf-8", "replace")
                found |= parse_dotenv(text, {**found, **self._variables}, path=path)
            except HullmarkError as error:
                self._project.problems.append(error)
        return {**found, **self._variables}

    def _document(self, path: str, folder: str, variables: Mapping[str, str]) -> Map:
        key = (path, folder)
        if key in self._documents:
            return self._documents[key]
        data = self._read(path)
        if data is None:
            raise BrokenManifestError(f"{path}: does not exist")
        self._project.files.append(path)
        merged: Any = None
        for document in read_yaml(data, path=path):
            if isinstance(document, Null):
                continue
            if not isinstance(document, Map):
                raise BrokenManifestError(f"{path}:1: top-level object must be a mapping")
            document = self._filled(document, path, self._with_name(document, path, variables))
            merged = document if merged is None else merge(merged, document)
        if merged is None:
            raise BrokenManifestError(f"{path}: empty compose file")
        services = merged.get("services")
        if services is not None and not isinstance(services, Map | Null):
            raise BrokenManifestError(f"{path}:{merged.line}: services must be a mapping")
        self._documents[key] = merged
        return merged  # type: ignore[no-any-return]

    def _with_name(
        self, document: Map, path: str, variables: Mapping[str, str]
    ) -> Mapping[str, str]:
        """Return variables with the project's name among them, as compose has it."""
        name = project_name(path)
        with contextlib.suppress(HullmarkError):
            name = interpolate(document.text("name"), variables) or name
        return {"COMPOSE_PROJECT_NAME": name, **variables}

    def _filled(self, node: Any, path: str, variables: Mapping[str, str]) -> Any:
        """Replace variables everywhere and remember file and line of every text."""
        if isinstance(node, Map):
            result = Map()
            result.line, result.column, result.tag = node.line, node.column, node.tag
            result.key_lines = node.key_lines
            for key, value in node.items():
                result[key] = self._filled(value, path, variables)
            return result
        if isinstance(node, list):
            items = Items(self._filled(each, path, variables) for each in node)
            items.line, items.column, items.tag = node.line, node.column, node.tag  # type: ignore[attr-defined]
            return items
        if isinstance(node, Null):
            return node
        missing: set[str] = set()
        try:
            text = Placed(interpolate(node, variables, missing=missing))
        except HullmarkError as error:
            where = f"{path}:{node.line}:{node.column}"
            self._project.problems.append(BrokenManifestError(f"{where}: {error.message}"))
            text = Placed(node)
            missing.add(str(node))
        text.at(node)
        text.tag, text.path, text.missing = node.tag, path, tuple(sorted(missing))
        return text

    def _included(self, document: Map, path: str, folder: str, chain: tuple[str, ...]) -> None:
        for each in document.items_of("include"):
            entry = each if isinstance(each, Map) else Map({"path": each})
            paths = [join(folder, item) for item in _texts(entry.get("path"))]
            remote = [item for item in _texts(entry.get("path")) if _REMOTE.match(item)]
            if remote or not paths:
                message = f"{path}: include of '{', '.join(remote)}' is not followed"
                if remote:
                    hint = "it is not in the repository; what it adds is not in the graph"
                    self._project.problems.append(BrokenManifestError(message, hint=hint))
                continue
            inner = entry.text("project_directory")
            below = join(folder, inner) if inner else posixpath.dirname(paths[0])
            env = tuple(join(folder, item) for item in _texts(entry.get("env_file")))
            try:
                if len(chain) > _CHAIN:
                    raise CyclicFilesError(f"{path}: more than {_CHAIN} files include each other")
                self.into(paths, below, chain, env)
            except HullmarkError as error:
                self._project.problems.append(error)

    def _extended(
        self,
        name: str,
        services: Map,
        path: str,
        folder: str,
        variables: Mapping[str, str],
        chain: tuple[tuple[str, str], ...],
    ) -> Map:
        service = services.get(name)
        if not isinstance(service, Map):
            if service is None or not isinstance(service, Null):
                raise BrokenManifestError(f"{path}: service '{name}' must be a mapping")
            service = Map()
            service.key_lines = {}
        if (path, name) in chain or len(chain) > _CHAIN:
            raise CyclicFilesError(f"{path}: circular reference: service '{name}' extends itself")
        service = rebased(service, folder, self._home if path not in self._own else "")
        extends = service.get("extends")
        if not isinstance(extends, Map | Text) or isinstance(extends, Null):
            return service
        other = extends.text("service") if isinstance(extends, Map) else extends
        file = extends.text("file") if isinstance(extends, Map) else Text("")
        where, below, others = path, folder, services
        if file:
            where = join(folder, file)
            below = posixpath.dirname(where)
            others = self._document(where, below, variables).map("services")
        if other not in others:
            raise BrokenManifestError(
                f"{path}:{extends.line}: cannot extend service '{other}': it is not in {where}"
            )
        base = self._extended(other, others, where, below, variables, (*chain, (path, name)))
        merged = merge(base, service)
        merged.pop("extends", None)
        return merged  # type: ignore[no-any-return]


def _of_version_1(document: Map) -> Map:
    """Return the services of a file that has them at the top, as compose had it until 2017."""
    found = Map()
    found.key_lines = document.key_lines
    for name, value in document.items():
        if isinstance(value, Map) and (value.text("image") or "build" in value):
            found[name] = value
    return found


def _texts(node: Any) -> list[str]:
    if isinstance(node, list):
        return [str(each) for each in node if isinstance(each, Text)]
    return [str(node)] if isinstance(node, Text) and not isinstance(node, Null) else []
