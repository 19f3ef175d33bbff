"""Kustomizations: the ``images`` that they put in place of those of their resources."""

import posixpath
from dataclasses import replace

from hullmark.discovery.document import Map, read_yaml
from hullmark.discovery.record import Use
from hullmark.model.graph import Place


class Replacement:
    """One entry of ``images``: what it is called in the resources, and what takes its place."""

    def __init__(self, entry: Map, path: str) -> None:
        self.name = str(entry.text("name"))
        self.new_name = str(entry.text("newName"))
        self.new_tag = str(entry.text("newTag"))
        self.digest = str(entry.text("digest"))
        spot = entry.text("newTag") or entry.text("digest") or entry.text("newName") or entry
        self.place = Place(path=path, line=spot.line, column=spot.column)

    def apply(self, image: str) -> str | None:
        """Return what ``image`` becomes; ``None`` where it is another."""
        bare, at, digest = image.partition("@")
        head, colon, tag = bare.rpartition(":")
        if not colon or "/" in tag:
            head, tag = bare, ""
        if head != self.name:
            return None
        name = self.new_name or head
        if self.digest:
            return f"{name}@{self.digest}"
        if self.new_tag:
            return f"{name}:{self.new_tag}"
        return name + (f":{tag}" if tag else "") + (f"{at}{digest}" if at else "")


class Kustomization:
    """What one kustomization refers to and replaces."""

    def __init__(self, document: Map, path: str) -> None:
        folder = posixpath.dirname(path)
        self.path = path
        self.resources: list[str] = []
        for key in ("resources", "bases", "components"):
            for each in document.items_of(key):
                if isinstance(each, str) and "://" not in each:
                    joined = posixpath.normpath(posixpath.join(folder, each))
                    self.resources.append("" if joined == "." else joined)
        self.images = [
            Replacement(each, path) for each in document.items_of("images") if isinstance(each, Map)
        ]


def read_kustomization(data: bytes, *, path: str) -> Kustomization:
    """Return what a kustomization says.

    Raises:
        BrokenManifestError: It is not YAML.
    """
    for document in read_yaml(data, path=path):
        if isinstance(document, Map):
            return Kustomization(document, path)
    return Kustomization(Map(), path)


def replaced(found: list[Kustomization], uses: dict[str, list[Use]]) -> dict[str, list[Use]]:
    """Return the uses, by file, with what the kustomizations make of their images added.

    A resource that several overlays use keeps one use for each; one that no overlay changes stays.
    """
    by_folder = {posixpath.dirname(each.path): each for each in found}
    result: dict[str, list[Use]] = {path: [] for path in uses}
    changed: set[tuple[str, int]] = set()
    for overlay in found:
        if not overlay.images:
            continue
        for path in _resources(overlay, by_folder, set()):
            for index, use in enumerate(uses.get(path, ())):
                for entry in overlay.images:
                    image = entry.apply(use.image)
                    if image is not None:
                        changed.add((path, index))
                        more = replace(use, image=image, image_place=entry.place, template=False)
                        result[path].append(more)
    for path, each in uses.items():
        kept = [use for index, use in enumerate(each) if (path, index) not in changed]
        result[path] = kept + result[path]
    return result


def _resources(
    overlay: Kustomization, by_folder: dict[str, Kustomization], seen: set[str]
) -> list[str]:
    if overlay.path in seen:  # kustomize refuses rings; here each is looked at once
        return []
    seen.add(overlay.path)
    found: list[str] = []
    for resource in overlay.resources:
        below = by_folder.get(resource)
        found += [resource] if below is None else _resources(below, by_folder, seen)
    return found
