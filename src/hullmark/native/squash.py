"""Applies layers over each other as facts: what the final image holds, since when, what went.

Whiteouts and opaque folders act on records by path; no file is ever written for it.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from hullmark.native.catalogers.record import Licenses, Owns, Package, Project, Release
from hullmark.native.facts import FileFacts, LayerFacts, names_in
from hullmark.native.secrets.hit import Hit, Placed

PackageKey = tuple[str, str, str, str, str]
"""Type, name, version, architecture and inner path: one package within one file."""


class Seen(msgspec.Struct, frozen=True):
    """One package as one file states it, with the layer that brought it."""

    path: str
    package: Package
    cataloger: str
    layer_index: int
    """The lowest layer from which on the file has held this package without a break."""
    removed_index: int | None = None
    """The layer that took it away, for packages the final image no longer has."""


class Squashed(msgspec.Struct):
    """The final image as facts."""

    packages: list[Seen] = msgspec.field(default_factory=list)
    removed: list[Seen] = msgspec.field(default_factory=list)
    owns: list[tuple[str, Owns]] = msgspec.field(default_factory=list)
    licenses: list[tuple[str, Licenses]] = msgspec.field(default_factory=list)
    releases: list[tuple[str, Release]] = msgspec.field(default_factory=list)
    projects: list[tuple[str, Project, int]] = msgspec.field(default_factory=list)
    """Each with its path and the layer that holds it."""
    secrets: list[Placed] = msgspec.field(default_factory=list)
    """Of every layer: what a later one deletes is still there to be read."""
    marks: dict[str, str] = msgspec.field(default_factory=dict)
    """Of the final image."""


class _Live(msgspec.Struct):
    """One path of the image as it stands after some layer."""

    files: list[FileFacts]
    since: dict[PackageKey, int]
    read: int = 0
    """The layer that holds ``files``."""
    hits: list[Hit] = []
    layer: int = 0
    """The layer that holds ``hits``."""
    mark: str = ""


def squash(layers: Sequence[LayerFacts]) -> Squashed:
    """Join the facts of ``layers``, lowest first."""
    live: dict[str, _Live] = {}
    result = Squashed()
    for index, layer in enumerate(layers):
        gone = _gone(live, layer) if live else set()
        replaced: dict[str, _Live] = {}
        hidden = _Hidden(layer)
        for path in gone:
            old = live.pop(path)
            if old.hits:
                _lose(result, old, index=index, replaced=not hidden.has(path))
            if path in layer.files:
                replaced[path] = old
            else:
                _remove(result, path, old, kept=(), index=index)
        for path, files in layer.files.items():
            before = replaced.get(path) or live.get(path)
            known = before.since if before is not None else {}
            since = {key: known.get(key, index) for key, _, _ in _packages(files)}
            if before is not None:
                _remove(result, path, before, kept=since, index=index)
            live[path] = _Live(files, since, index)
        for path, hits in layer.secrets.items():
            state = live.setdefault(path, _Live([], {}))
            state.hits, state.layer = hits, index
        for path, mark in layer.marks.items():
            live.setdefault(path, _Live([], {})).mark = mark
    for path, state in live.items():
        _emit(result, path, state)
    _forget_moved(result)
    return result


class _Hidden:
    """Tells what a layer deletes from what it merely writes anew."""

    def __init__(self, layer: LayerFacts) -> None:
        self._layer = layer
        self._paths: set[str] | None = None

    def has(self, path: str) -> bool:
        """Tell whether the layer deletes ``path`` or a folder above it."""
        if self._paths is None:
            self._paths = {*self._layer.whiteouts, *self._layer.opaques}
        return "" in self._paths or path in self._paths or _is_below(path, self._paths)


def _lose(result: Squashed, state: _Live, *, index: int, replaced: bool) -> None:
    result.secrets += [Placed(hit, state.layer, index, replaced) for hit in state.hits]


def _packages(files: Iterable[FileFacts]) -> Iterator[tuple[PackageKey, Package, str]]:
    for facts in files:
        for record in facts.records:
            if isinstance(record, Package):
                key = (
                    record.type,
                    record.name,
                    record.version,
                    record.architecture,
                    record.inner_path,
                )
                yield key, record, facts.cataloger


def _gone(live: dict[str, _Live], layer: LayerFacts) -> set[str]:
    """Return the live paths that ``layer`` deletes, hides or replaces."""
    above = _ancestors(live)
    gone = {path for path in layer.whiteouts if path in live}
    hidden = [path for path in layer.whiteouts if path in above]
    hidden += [path for path in layer.opaques if path in above or path == ""]
    for names in names_in(layer.names):
        # Each step costs the smaller of both sides: a stack of layers may be large in either.
        written = set(names)
        # A file where a file stood, or a folder ("name/") where a file stood, replaces it.
        if len(live) < len(names):
            gone.update(path for path in live if path in written or path + "/" in written)
        else:
            gone.update(path for name in names if (path := name.removesuffix("/")) in live)
        # Anything but a folder where a folder stood hides what was in it.
        fewer, others = (above, written) if len(above) < len(names) else (names, above)
        hidden += [path for path in fewer if path in others]
    if "" in hidden:
        return set(live)
    if hidden:
        folders = set(hidden)
        gone.update(path for path in live if _is_below(path, folders))
    return gone


def _is_below(path: str, folders: set[str]) -> bool:
    """Tell whether a path is in one of the folders, at the cost of its own depth only."""
    slash = path.rfind("/")
    while slash > 0:
        if path[:slash] in folders:
            return True
        slash = path.rfind("/", 0, slash)
    return False


def _ancestors(paths: Iterable[str]) -> set[str]:
    above: set[str] = set()
    for path in paths:
        slash = path.rfind("/")
        while slash > 0:
            path = path[:slash]
            if path in above:
                break
            above.add(path)
            slash = path.rfind("/")
    return above


def _remove(
    result: Squashed, path: str, before: _Live, *, kept: Iterable[PackageKey], index: int
) -> None:
    still = set(kept)
    for key, package, cataloger in _packages(before.files):
        if key not in still:
            since = before.since[key]
            result.removed.append(Seen(path, package, cataloger, since, index))


def _emit(result: Squashed, path: str, state: _Live) -> None:
    if state.mark:
        result.marks[path] = state.mark
    result.secrets += [Placed(hit, state.layer) for hit in state.hits]
    for facts in state.files:
        for record in facts.records:
            if isinstance(record, Owns):
                result.owns.append((path, record))
            elif isinstance(record, Licenses):
                result.licenses.append((path, record))
            elif isinstance(record, Release):
                result.releases.append((path, record))
            elif isinstance(record, Project):
                result.projects.append((path, record, state.read))
    for key, package, cataloger in _packages(state.files):
        result.packages.append(Seen(path, package, cataloger, state.since[key]))


def _forget_moved(result: Squashed) -> None:
    """Drop from ``removed`` what the final image still has elsewhere at the same version."""
    present = {
        (seen.package.type, seen.package.name, seen.package.version) for seen in result.packages
    }
    result.removed = [
        seen
        for seen in result.removed
        if (seen.package.type, seen.package.name, seen.package.version) not in present
    ]
