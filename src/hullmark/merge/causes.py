"""Why a finding is new or gone, told by two results: images, inventories, scanners and data."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import msgspec

from hullmark.merge.identifiers import joining_ids
from hullmark.merge.subject import name_key
from hullmark.model.baseline import Cause
from hullmark.model.component import Component
from hullmark.model.finding import Finding, Kind
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import ScanResult, Target

_NATIVE: Final = "native"
_BLIND: Final = frozenset({Status.ABSENT, Status.SKIPPED, Status.FAILED})
"""Statuses after which a scanner has seen nothing."""
_UNREAD: Final = frozenset({Status.FAILED, Status.PARTIAL})
_INVENTORY: Final = frozenset({"packages", "advisory data"})

_Named = tuple[str, str, str]
"""Type, normal name and version of a component."""


class Look(msgspec.Struct):
    """What one scanner's look at one lineage rested on."""

    dates: set[str] = msgspec.field(default_factory=set)
    kinds: set[Kind] = msgspec.field(default_factory=set)
    """What it looked for, as far as its rows tell; our own engine has a row for each."""


class Side:
    """One of two results, with what is asked of it again and again."""

    def __init__(
        self,
        result: ScanResult,
        lineages: Mapping[str, str],
        *,
        base_layers: Callable[[Target], int],
    ) -> None:
        self.result = result
        self._lineages = lineages
        self._base_layers = base_layers
        self._only = result.targets[0].name if len(result.targets) == 1 else ""
        self._targets = {target.name: target for target in result.targets}
        self._repositories = {self.lineage(t.name) for t in result.targets if t.kind == "repo"}
        self.lineages = {self.lineage(target.name) for target in result.targets}
        self.images: defaultdict[str, set[str]] = defaultdict(set)
        """Lineage → digests by which an image is known to be the same."""
        self.layers: defaultdict[str, set[str]] = defaultdict(set)
        """Lineage → diff IDs."""
        for target in result.targets:
            lineage = self.lineage(target.name)
            self.images[lineage] |= _marks(target)
            self.layers[lineage] |= {str(at.diff_id) for at in target.layers if at.diff_id}
        self._there: defaultdict[str, set[_Named]] = defaultdict(set)
        self._complete: set[str] = set()
        """Lineages with an inventory: what is not in it was not there."""
        self._looks: defaultdict[str, dict[str, Look]] = defaultdict(dict)
        self._versions: defaultdict[str, set[str]] = defaultdict(set)
        self._known: set[str] = set()
        self.unread: defaultdict[str, set[str]] = defaultdict(set)
        """Lineage → layers and files that could not be read."""
        self._read()

    def lineage(self, target: str) -> str:
        """Return what all builds of a target share."""
        name = target or self._only
        return self._lineages.get(name, name)

    def same_image(self, lineage: str, other: "Side") -> bool:
        """Say whether both looked at the very same image."""
        return bool(self.images[lineage] & other.images[lineage])

    def has(self, lineage: str, component: Component) -> bool | None:
        """Say whether a component was there; ``None`` where no inventory tells."""
        if any(each in self._there[lineage] for each in spellings(component)):
            return True
        return False if lineage in self._complete else None

    def look(self, lineage: str, scanner: str, kind: Kind) -> Look | None:
        """Return how a scanner looked for what is of this kind, ``None`` where it did not."""
        held = self._looks[lineage].get(scanner) or self._looks[""].get(scanner)
        if held is None or (held.kinds and kind not in held.kinds):
            return None
        return held

    def versions(self, scanner: str) -> set[str]:
        """Return the versions in which a scanner ran, as far as they are told."""
        if scanner == _NATIVE:
            return {self.result.tool_version}
        return self._versions[scanner]

    def missed(self, finding: Finding, lineage: str, other: "Side") -> bool:
        """Say whether this side could not read where the finding is, and the other side could."""
        unread = self.unread[lineage] - other.unread[lineage]
        return any(
            check.startswith("layer ") or any(check == place.path for place in finding.locations)
            for check in unread
        )

    def has_layers(self, finding: Finding, lineage: str) -> bool:
        """Say whether every layer that the finding is in was there."""
        layers = {str(place.layer) for place in finding.locations if place.layer}
        return bool(layers) and layers <= self.layers[lineage]

    def knows(self, finding: Finding) -> bool:
        """Say whether the flaw, in whatever component, was reported at all."""
        return any(each in self._known for each in joining_ids(finding.identifiers))

    def own_cause(self, finding: Finding, other: "Side") -> Cause:
        """Return base image or code, by the layer that brought it.

        A base image that is the same on both sides can have brought nothing.
        """
        target = self._targets.get(finding.target or self._only)
        if target is None:
            return Cause.CODE
        base = self._base(target)
        places = finding.locations or (finding.component.locations if finding.component else ())
        indexes = [place.layer_index for place in places if place.layer_index is not None]
        if finding.kind is Kind.END_OF_LIFE and base:
            indexes = [0]
        if not indexes or max(indexes) >= base:
            return Cause.CODE
        brought = {str(layer.diff_id) for layer in target.layers[:base] if layer.diff_id}
        held = other.layers[self.lineage(target.name)]
        return Cause.CODE if brought and held and brought <= held else Cause.BASE_IMAGE

    def _base(self, target: Target) -> int:
        """Return how many layers count as the base image's, at least the lowest of several."""
        told = target.base_layers if target.base_layers is not None else self._base_layers(target)
        if told or len(target.layers) < 2:
            return told
        words = target.layers[0].instruction.split(None, 1)
        return 0 if words and words[0].upper() in {"COPY", "RUN", "WORKDIR"} else 1

    def _read(self) -> None:
        owners = self.result.component_targets
        for position, component in enumerate(self.result.components):
            lineage = self.lineage(owners[position] if position < len(owners) else "")
            self._there[lineage].update(spellings(component))
            self._complete.add(lineage)
        for finding in self.result.findings:
            self._read_finding(finding)
        for row in self.result.ledger:
            self._read_row(row)

    def _read_finding(self, finding: Finding) -> None:
        lineage = self.lineage(finding.target)
        self._known.update(joining_ids(finding.identifiers) if finding.identifiers else ())
        if finding.component is not None:
            self._there[lineage].update(spellings(finding.component))
        for source in finding.sources:
            look = self._looks[lineage].setdefault(source.scanner, Look())
            if source.data_date:
                look.dates.add(source.data_date)
            if source.scanner == _NATIVE:
                look.kinds.add(finding.kind)
            if source.version:
                self._versions[source.scanner].add(source.version)

    def _read_row(self, row: LedgerRow) -> None:
        lineage = self.lineage(row.target) if row.target else ""
        if row.status in _UNREAD:
            self.unread[lineage].add(row.check)
        if row.scanner == "hullmark" or row.status in _BLIND:
            return
        look = self._looks[lineage].setdefault(row.scanner, Look())
        if row.data_date:
            look.dates.add(row.data_date)
        if row.scanner != _NATIVE:
            return
        look.kinds |= _kinds(row.check)
        if row.check == "packages":
            self._complete.add(lineage)
            if lineage in self._repositories:
                # Where there is no file to check there is no row that says so.
                look.kinds |= {Kind.MISCONFIGURATION, Kind.SECRET, Kind.VULNERABILITY}


def why_new(finding: Finding, *, now: Side, before: Side) -> Cause:
    """Return the cause of a finding that the earlier result has not."""
    lineage = now.lineage(finding.target)
    if lineage not in before.lineages:
        return Cause.NEW_IMAGE
    published = (finding.published_at or "")[:10]
    cause = _why(finding, lineage, there=now, elsewhere=before)
    if cause is Cause.UNKNOWN and published > before.result.created_at.date().isoformat():
        return Cause.ADVISORY_DATA
    return cause


def why_gone(finding: Finding, *, now: Side, before: Side) -> Cause:
    """Return the cause of a finding that the later result has no more."""
    lineage = before.lineage(finding.target)
    if lineage not in now.lineages:
        return Cause.SCANNER_ABSENCE
    return _why(finding, lineage, there=before, elsewhere=now)


class _Changed(msgspec.Struct, frozen=True):
    """What is different about those who say a finding, on the side that does not say it."""

    data: bool
    tool: bool


def _why(finding: Finding, lineage: str, *, there: Side, elsewhere: Side) -> Cause:
    """Return why one side reports a finding and the other does not: the question has no time."""
    if finding.kind is Kind.END_OF_LIFE:
        return _why_ended(finding, lineage, there=there, elsewhere=elsewhere)
    looked = {
        source.scanner: other
        for source in finding.sources
        if (other := elsewhere.look(lineage, source.scanner, finding.kind)) is not None
    }
    if (finding.sources and not looked) or elsewhere.missed(finding, lineage, there):
        return Cause.SCANNER_ABSENCE
    data = there.result.data != elsewhere.result.data
    tool = False
    for scanner, other in looked.items():
        own = there.look(lineage, scanner, finding.kind) or Look()
        data = data or own.dates != other.dates
        versions = there.versions(scanner), elsewhere.versions(scanner)
        tool = tool or (all(versions) and versions[0] != versions[1])
    changed = _Changed(data, tool)
    if finding.kind is Kind.VULNERABILITY and finding.component is not None:
        return _why_flaw(finding, finding.component, lineage, changed, there, elsewhere)
    same = there.same_image(lineage, elsewhere)
    if changed.tool and (same or not elsewhere.knows(finding)):
        return Cause.SCANNER_VERSION
    return Cause.UNKNOWN if same else there.own_cause(finding, elsewhere)


def _why_flaw(
    finding: Finding,
    component: Component,
    lineage: str,
    changed: _Changed,
    there: Side,
    elsewhere: Side,
) -> Cause:
    """Return why a vulnerability is on one side only: the component, else what is known of it."""
    held = there.same_image(lineage, elsewhere) or elsewhere.has(lineage, component)
    if held is False and changed.tool and elsewhere.has_layers(finding, lineage):
        return Cause.SCANNER_VERSION
    if held is False or (held is None and not (changed.data or changed.tool)):
        return there.own_cause(finding, elsewhere)
    if held and changed.tool and (elsewhere.knows(finding) or not changed.data):
        return Cause.SCANNER_VERSION
    return Cause.ADVISORY_DATA if held and changed.data else Cause.UNKNOWN


def _why_ended(finding: Finding, lineage: str, *, there: Side, elsewhere: Side) -> Cause:
    """A distribution ends by the calendar, unless the image moved to another one."""
    one = {_release(each) for each in there.result.targets if there.lineage(each.name) == lineage}
    other = {
        _release(each)
        for each in elsewhere.result.targets
        if elsewhere.lineage(each.name) == lineage
    }
    if one != other and any(other):
        return there.own_cause(finding, elsewhere)
    return Cause.ADVISORY_DATA


def _release(target: Target) -> str:
    held = target.distribution
    return f"{held.id} {held.version}" if held else ""


def _marks(target: Target) -> set[str]:
    marks = {str(each) for each in (target.digest, target.config_digest) if each}
    layers = [str(layer.diff_id) for layer in target.layers if layer.diff_id]
    if layers and not target.config_digest:
        marks.add(" ".join(layers))
    return marks


def spellings(component: Component) -> Iterator[_Named]:
    """Yield a component and, for OS packages, the source package that advisories speak of."""
    yield (*name_key(component), component.version)
    if component.source_name or component.source_version:
        name = component.source_name or component.name
        version = component.source_version or component.version
        kind, normal = name_key(msgspec.structs.replace(component, name=name))
        yield (kind, normal, version)


def _kinds(check: str) -> set[Kind]:
    """Return what a row of our own engine says that was looked for."""
    if check.startswith("vulnerabilities"):
        return {Kind.VULNERABILITY, Kind.END_OF_LIFE}
    if check.startswith("secrets"):
        return {Kind.SECRET}
    if check.startswith(("configuration", "image graph", "graph")):
        return {Kind.MISCONFIGURATION}
    if check in _INVENTORY:
        return {Kind.END_OF_LIFE, Kind.LICENSE}
    return set()
