"""The bill of materials as a whole."""

from collections.abc import Iterator

from hullmark.formats import cyclonedx as wire
from hullmark.formats.document import encode_document, lines
from hullmark.model.finding import Finding, Kind
from hullmark.model.scan import ScanResult
from hullmark.report.content_id import document_uuid
from hullmark.report.cyclonedx.components import component_of, image_of, system_of
from hullmark.report.cyclonedx.vulnerabilities import vulnerability_of

_TOOL_REF = "hullmark"


def write_cyclonedx(result: ScanResult) -> bytes:
    """Return a CycloneDX 1.6 document.

    One image is the subject of the document; several become components that hold their own.
    Findings other than vulnerabilities have no place in CycloneDX and are left out.
    """
    refs = Refs(result)
    one = len(result.targets) == 1
    return encode_document(
        wire.Bom(
            schema=wire.SCHEMA_URI,
            bom_format="CycloneDX",
            spec_version=wire.SPEC_VERSION,
            serial_number=f"urn:uuid:{document_uuid(result, 'cyclonedx')}",
            version=1,
            metadata=_metadata(result, refs),
            components=lines(_all_of(result, refs, 0) if one else _per_image(result, refs)),
            dependencies=lines(_dependencies(refs)),
            vulnerabilities=lines(
                vulnerability_of(finding, f"finding-{position}", refs.affected(finding))
                for position, finding in enumerate(result.findings)
                if finding.kind is Kind.VULNERABILITY
            ),
        )
    )


class Refs:
    """The ``bom-ref`` of each component and image: its purl, made unique."""

    def __init__(self, result: ScanResult) -> None:
        self._taken: set[str] = {_TOOL_REF}
        self.images = [self._unique(f"image:{target.name}") for target in result.targets]
        self.systems = [
            self._unique(f"os:{target.name}") if target.distribution else ""
            for target in result.targets
        ]
        self.components = [
            self._unique(component.purl or f"{component.type}:{component.name}")
            for component in result.components
        ]
        numbers: dict[str, int] = {}
        for number, target in enumerate(result.targets):
            numbers.setdefault(target.name, number)
        self.owners = [
            numbers.get(result.component_targets[position], 0)
            if position < len(result.component_targets)
            else 0
            for position in range(len(result.components))
        ]
        """Number of the target of each component."""
        self._numbers = numbers
        self._by_purl: dict[tuple[int, str], list[str]] = {}
        for ref, owner, component in zip(
            self.components, self.owners, result.components, strict=True
        ):
            self._by_purl.setdefault((owner, component.purl), []).append(ref)

    def affected(self, finding: Finding) -> list[tuple[str, str]]:
        """Return reference and version of what a finding affects, the image at the least."""
        number = self._numbers.get(finding.target, 0)
        component = finding.component
        purls = finding.packages or ((component.purl,) if component else ())
        refs = [ref for purl in purls for ref in self._by_purl.get((number, purl), ())]
        if not refs and component:
            refs = self._by_purl.get((number, component.purl), [])
        if not refs:
            return [(ref, "") for ref in self.images[number : number + 1]]
        version = component.version if component else ""
        return [(ref, version) for ref in dict.fromkeys(refs)]

    def _unique(self, wanted: str) -> str:
        ref = wanted
        count = 1
        while ref in self._taken:
            count += 1
            ref = f"{wanted}#{count}"
        self._taken.add(ref)
        return ref


def _metadata(result: ScanResult, refs: Refs) -> wire.Metadata:
    tool = wire.Component(
        type="application", bom_ref=_TOOL_REF, name="hullmark", version=result.tool_version
    )
    one = len(result.targets) == 1
    return wire.Metadata(
        timestamp=result.created_at,
        tools=wire.Tools(components=[tool]),
        component=image_of(result.targets[0], refs.images[0]) if one else None,
    )


def _all_of(result: ScanResult, refs: Refs, number: int) -> Iterator[wire.Component]:
    distribution = result.targets[number].distribution
    if distribution is not None:
        yield system_of(distribution, refs.systems[number])
    for position, component in enumerate(result.components):
        if refs.owners[position] == number:
            yield component_of(component, refs.components[position])


def _per_image(result: ScanResult, refs: Refs) -> Iterator[wire.Component]:
    if not result.targets:
        for position, component in enumerate(result.components):
            yield component_of(component, refs.components[position])
    for number, target in enumerate(result.targets):
        image = image_of(target, refs.images[number])
        image.components = list(_all_of(result, refs, number))
        yield image


def _dependencies(refs: Refs) -> Iterator[wire.Dependency]:
    for number, image in enumerate(refs.images):
        held = [
            ref for ref, owner in zip(refs.components, refs.owners, strict=True) if owner == number
        ]
        yield wire.Dependency(ref=image, depends_on=held)
