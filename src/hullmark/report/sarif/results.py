"""Results: one per finding, at paths of the image, with fingerprints that last."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from hullmark.formats import sarif as wire
from hullmark.model.component import Location
from hullmark.model.finding import Finding
from hullmark.model.scan import Origin, Target
from hullmark.report.fingerprints import identity_of, places_of, rule_id_of
from hullmark.report.instruction import to_instruction
from hullmark.report.links import path_uri
from hullmark.report.sarif.rules import LEVELS, message_text
from hullmark.report.version_order import ecosystem_of, order_of
from hullmark.report.words import fix_words, name_of, subject_of

_LOCATIONS = 100
"""Locations of one result that GitHub keeps; more are counted in ``locationsTotal``."""
_INSTRUCTION = 300
"""Characters of an instruction in a logical location."""


class Results:
    """The results of one run, and the rules they break in order of first use."""

    def __init__(
        self, findings: Sequence[Finding], *, lineage: str, targets: Sequence[Target] = ()
    ) -> None:
        self._lineage = lineage
        self._origins = {
            (target.name, each.layer_index): each for target in targets for each in target.origins
        }
        self._known: dict[Location, list[wire.Location]] = {}
        self._layers: dict[int, list[wire.LogicalLocation]] = {}
        self.rules: dict[str, list[Finding]] = {}
        """Rule id to findings."""
        self._findings = findings
        self._rule_ids = [rule_id_of(finding) for finding in findings]
        self._places = [places_of(finding) for finding in findings]
        for rule_id, finding in zip(self._rule_ids, findings, strict=True):
            self.rules.setdefault(rule_id, []).append(finding)

    def write(self) -> Iterator[wire.Result]:
        """Yield one result per finding, in the order given."""
        index = {rule_id: position for position, rule_id in enumerate(self.rules)}
        numbers = self._numbers()
        for position, finding in enumerate(self._findings):
            rule_id = self._rule_ids[position]
            places = self._places[position]
            identity, number = numbers[position]
            paths = self._locations([location for _, location in places])
            origins = self._origins_of(finding, [location for _, location in places])
            yield wire.Result(
                rule_id=rule_id,
                rule_index=index[rule_id],
                level=LEVELS[finding.severity],
                message=wire.Message(text=_message(finding)),
                locations=[_line_of(each) for each in origins] or paths,
                related_locations=paths if origins else [],
                partial_fingerprints={
                    "primaryLocationLineHash": f"{identity}:{number}",
                    "hullmark/v1": finding.id,
                },
                baseline_state=finding.baseline_state.value if finding.baseline_state else None,
                properties=_properties(finding, len(places)),
            )

    def _numbers(self) -> list[tuple[str, int]]:
        """Return identity and number of each finding; numbers part what else is the same.

        Two versions of one component at one path (a fat archive) are told apart by the order of
        their versions, never by the order in which they were found.
        """
        identities = [
            identity_of(
                finding, rule_id, lineage=self._lineage, path=places[0][0] if places else ""
            )
            for finding, rule_id, places in zip(
                self._findings, self._rule_ids, self._places, strict=True
            )
        ]
        counts = Counter(identities)
        numbers = [1] * len(identities)
        twins = [position for position, key in enumerate(identities) if counts[key] > 1]
        twins.sort(key=lambda position: (identities[position], *self._rank(position)))
        seen: Counter[str] = Counter()
        for position in twins:
            seen[identities[position]] += 1
            numbers[position] = seen[identities[position]]
        return list(zip(identities, numbers, strict=True))

    def _rank(self, position: int) -> tuple[Any, ...]:
        finding = self._findings[position]
        path = next((location.path for _, location in self._places[position]), "")
        rest = (path, finding.target, finding.id)
        if finding.component is None:
            return "", *rest
        ecosystem = ecosystem_of(finding.component)
        version = finding.component.version
        # The ecosystem comes first: keys of two of them do not compare.
        return ecosystem, order_of(ecosystem, version), version, *rest

    def _locations(self, locations: list[Location]) -> list[wire.Location]:
        if len(locations) == 1 and locations[0].layer_index is None:
            # What scanners report mostly lies in few places: their values are shared.
            known = self._known.get(locations[0])
            if known is None:
                known = self._known[locations[0]] = [self._location(locations[0])]
            return known
        if not locations:
            # Code scanning needs a place; what has none of its own is about the image.
            locations = [Location(path=self._lineage)]
        return [self._location(location) for location in locations[:_LOCATIONS]]

    def _location(self, location: Location) -> wire.Location:
        uri = path_uri(location.path) or path_uri(self._lineage) or "image"
        return wire.Location(
            physical_location=wire.PhysicalLocation(
                artifact_location=wire.ArtifactLocation(uri=uri),
                region=wire.Region(
                    start_line=max(location.line or 1, 1), start_column=_column(location)
                ),
            ),
            logical_locations=self._logical(location),
        )

    def _origins_of(self, finding: Finding, locations: list[Location]) -> list[Origin]:
        """Return the lines of Dockerfiles that brought a finding, each once, in order of place."""
        if not self._origins:
            return []
        keys = [(finding.target, at.layer_index) for at in locations if at.layer_index is not None]
        found = {self._origins[key]: None for key in keys if key in self._origins}
        return list(found)[:_LOCATIONS]

    def _logical(self, location: Location) -> list[wire.LogicalLocation]:
        index = location.layer_index
        if index is None:
            return []
        known = self._layers.get(index)
        if known is not None and known[0].fully_qualified_name == (location.layer or ""):
            return known
        logical = [
            wire.LogicalLocation(
                name=f"layer {index}", kind="layer", fully_qualified_name=location.layer or ""
            )
        ]
        if instruction := to_instruction(location.instruction or "")[:_INSTRUCTION]:
            logical.append(wire.LogicalLocation(name=instruction, kind="instruction"))
        self._layers[index] = logical
        return logical


def _line_of(origin: Origin) -> wire.Location:
    return wire.Location(
        physical_location=wire.PhysicalLocation(
            artifact_location=wire.ArtifactLocation(uri=path_uri(origin.file) or "Dockerfile"),
            region=wire.Region(start_line=origin.line),
        ),
        logical_locations=[
            wire.LogicalLocation(
                name=f"{origin.instruction.partition(' ')[0]} ({origin.confidence})",
                kind="instruction",
            )
        ],
    )


def _column(location: Location) -> int | None:
    return location.column if location.column and location.column > 0 else None


def _message(finding: Finding) -> str:
    parts = [f"{subject_of(finding)}: {name_of(finding)} ({finding.severity})"]
    if finding.message or finding.title:
        parts.append((finding.message or finding.title).rstrip("."))
    if finding.remediation:
        parts.append(finding.remediation.rstrip("."))
    elif words := fix_words(finding):
        parts.append(f"Fixed in {words}" if finding.fixed_in else words.capitalize())
    if finding.priority.known_exploited:
        parts.append("Known to be exploited")
    return message_text(". ".join(parts) + ".")


def _properties(finding: Finding, places: int) -> dict[str, Any]:
    properties: dict[str, Any] = {"severity": finding.severity}
    if finding.component:
        properties["purl"] = finding.component.purl
    if finding.packages:
        properties["packages"] = list(finding.packages)
    if finding.fixed_in:
        properties["fixedIn"] = list(finding.fixed_in)
    if finding.sources:
        names = [source.scanner for source in finding.sources]
        properties["scanners"] = sorted(set(names)) if len(names) > 1 else names
    if finding.cause:
        properties["cause"] = finding.cause
    if places > _LOCATIONS:
        properties["locationsTotal"] = places
    return properties
