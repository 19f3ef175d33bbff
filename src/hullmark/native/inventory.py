"""Takes the inventory of an image or a directory: every layer once, in parallel, then squashed."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from hullmark.images.image import Directory, Image
from hullmark.images.read_ahead import Ahead
from hullmark.model.component import Component, Distribution, Location, Purl
from hullmark.model.image import DiffId, LayerInfo
from hullmark.model.ledger import Issue
from hullmark.native.cache.facts import FactCache
from hullmark.native.catalogers.distribution.choose import choose
from hullmark.native.catalogers.record import Cataloger
from hullmark.native.collect import Collector
from hullmark.native.components import (
    OS_TYPES,
    Locate,
    locator,
    owners_of,
    plain_location,
    to_components,
    without_answered,
)
from hullmark.native.contents import Inventory
from hullmark.native.directory import read_directory
from hullmark.native.globs import Wanted
from hullmark.native.go_sums import without_summed
from hullmark.native.layers import read_layers
from hullmark.native.marks import SETUID
from hullmark.native.secrets.sink import SecretReader
from hullmark.native.squash import Seen, Squashed, squash
from hullmark.ports.progress import SILENT, Progress

__all__ = ["Inventory", "take_directory_inventory", "take_inventory"]


def take_inventory(
    image: Image,
    *,
    catalogers: Sequence[Cataloger],
    progress: Progress = SILENT,
    workers: int | None = None,
    ahead: Ahead | None = None,
    cache: FactCache | None = None,
    secrets: SecretReader | None = None,
) -> Inventory:
    """Read every layer of ``image`` once and say what the final image holds.

    A layer that cannot be read is an ``Issue``; the others still count.

    Args:
        image: What to read.
        catalogers: Who looks for what.
        progress: Told how many stored bytes have been read.
        workers: Layers read at once; without it one per processor.
        ahead: A layer that is already being inflated, see ``read_ahead``.
        cache: What earlier scans read; what is read now is added to it.
        secrets: Who looks for secrets in the same pass; without it nobody does.

    Raises:
        IntegrityError: A layer's bytes are not those that the manifest names.
    """
    known = cache.of(image) if cache is not None else None
    facts, broken = read_layers(
        image.layers,
        catalogers,
        progress=progress,
        workers=workers,
        ahead=ahead,
        known=known,
        secrets=secrets,
    )
    issues = list(image.issues) + broken
    for index, each in enumerate(facts):
        issues += [
            Issue(path=f"/{found.path}", cause=found.cause, layer_index=index, code=found.code)
            for found in each.issues
        ]
    squashed = squash(facts)
    infos = [layer.info for layer in image.layers]
    inventory = _assemble(squashed, layers=infos)
    inventory = replace(
        inventory,
        issues=tuple(issues),
        members=sum(each.members for each in facts),
        texts=sum(each.texts for each in facts),
        cached_layers=known.hits if known is not None else 0,
    )
    if cache is None or broken:
        return inventory
    return cache.keep_inventory(image, inventory, facts)


def take_directory_inventory(
    directory: Directory,
    *,
    catalogers: Sequence[Cataloger],
    progress: Progress = SILENT,
    secrets: SecretReader | None = None,
) -> Inventory:
    """Say what a root file system or repository on disk holds.

    A repository is read for what it declares; a root file system for what is installed.
    """
    repository = directory.target.kind == "repo"
    chosen = [each for each in catalogers if each.declared or not repository]
    progress.stage("reading files", total=None)
    collector = Collector(
        wanted=Wanted(chosen),
        binaries=()
        if repository
        else tuple(each for each in chosen if each.needles or each.sections),
        log_names=False,
        secrets=secrets,
    )
    facts = read_directory(
        Path(directory.root), collector, repository=repository, progress=progress
    )
    inventory = _assemble(squash([facts]), layers=None, repository=repository)
    issues = [*directory.issues]
    prefix = "" if repository else "/"
    issues += [
        Issue(path=f"{prefix}{found.path}", cause=found.cause, code=found.code)
        for found in facts.issues
    ]
    return replace(
        inventory,
        issues=tuple(issues),
        members=facts.members,
        texts=facts.texts,
        secrets=tuple(replace(each, layer=None) for each in inventory.secrets),
    )


def _assemble(
    squashed: Squashed, *, layers: Sequence[LayerInfo] | None, repository: bool = False
) -> Inventory:
    distribution = choose([release for _, release in squashed.releases])
    if layers is not None:
        locate = locator(layers)
    elif repository:
        locate = plain_location
    else:
        locate = _rooted
    seen = without_summed(squashed.packages)
    if squashed.projects:
        from hullmark.native.catalogers.maven.parents import (  # noqa: PLC0415 - most have none
            inherited,
        )

        seen += inherited(squashed.projects)
    if not repository:
        seen = without_answered(seen)
    licenses = {(record.type, record.package): record.licenses for _, record in squashed.licenses}
    owners = owners_of(seen, squashed.owns)
    own = [each for each in seen if each.path not in owners or each.package.type in OS_TYPES]
    components = [
        _licensed(component, licenses)
        for component in to_components(own, locate=locate, distribution=distribution)
    ]
    purls = {(each.type, each.name): each.purl for each in components if each.type in OS_TYPES}
    return Inventory(
        components=tuple(components),
        removed=_removed(squashed.removed, layers=layers, distribution=distribution),
        owned=_owned(seen, owners, purls, locate=locate),
        distribution=distribution,
        secrets=tuple(squashed.secrets),
        setuid=tuple(sorted(f"/{path}" for path, mark in squashed.marks.items() if mark == SETUID)),
        managers=tuple(sorted({mark for mark in squashed.marks.values() if mark != SETUID})),
    )


def _licensed(component: Component, licenses: dict[tuple[str, str], tuple[str, ...]]) -> Component:
    if component.licenses or component.type not in OS_TYPES:
        return component
    found = licenses.get((component.type, component.name))
    return replace(component, licenses=found) if found else component


def _owned(
    seen: Sequence[Seen],
    owners: Mapping[str, tuple[str, str]],
    purls: Mapping[tuple[str, str], Purl],
    *,
    locate: Locate,
) -> tuple[Component, ...]:
    """Return the language components that are parts of OS packages, each with its owner."""
    groups: dict[tuple[str, str], list[Seen]] = {}
    for each in seen:
        owner = owners.get(each.path)
        if owner is not None and each.package.type not in OS_TYPES:
            groups.setdefault(owner, []).append(each)
    return tuple(
        replace(component, owner=purls.get(owner, Purl(f"pkg:{owner[0]}/{owner[1]}")))
        for owner, group in sorted(groups.items())
        for component in to_components(group, locate=locate, distribution=None)
    )


def _removed(
    seen: Sequence[Seen],
    *,
    layers: Sequence[LayerInfo] | None,
    distribution: Distribution | None,
) -> tuple[Component, ...]:
    if layers is None:
        return ()
    locate = locator(layers)
    by_layer: dict[int, list[Seen]] = {}
    for each in seen:
        if each.removed_index is not None:
            by_layer.setdefault(each.removed_index, []).append(each)
    return tuple(
        replace(component, removed_in=layers[index].diff_id or DiffId(""))
        for index, group in sorted(by_layer.items())
        for component in to_components(group, locate=locate, distribution=distribution)
    )


def _rooted(seen: Seen) -> Location:
    """Place a record of a root file system: absolute, without a layer."""
    location = plain_location(seen)
    return replace(location, path=f"/{location.path}")
