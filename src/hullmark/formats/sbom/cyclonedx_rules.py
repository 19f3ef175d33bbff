"""Whether a document keeps the rules of the CycloneDX version that it claims."""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from hullmark.formats.errors import SbomRulesError
from hullmark.formats.sbom import cyclonedx_types as wire
from hullmark.formats.sbom.values import Object
from hullmark.formats.spdx_licenses import EXCEPTIONS, LICENSES

_TYPES: Final = {
    "1.2": "application framework library container operating-system device firmware file",
    "1.5": "platform device-driver machine-learning-model data",
    "1.6": "cryptographic-asset",
}
"""Version → the component types that it brought."""
_ALGORITHMS: Final = {
    "1.2": "MD5 SHA-1 SHA-256 SHA-384 SHA-512 SHA3-256 SHA3-384 SHA3-512 BLAKE2b-256 BLAKE2b-384 "
    "BLAKE2b-512 BLAKE3",
    "1.7": "Streebog-256 Streebog-512",
}
_REFERENCES: Final = {
    "1.2": "vcs issue-tracker website advisories bom mailing-list social chat documentation "
    "support distribution license build-meta build-system release-notes other",
    "1.5": "distribution-intake security-contact model-card log configuration evidence "
    "formulation attestation threat-model adversary-model risk-assessment "
    "vulnerability-assertion exploitability-statement pentest-report static-analysis-report "
    "dynamic-analysis-report runtime-analysis-report component-analysis-report maturity-report "
    "certification-report codified-infrastructure quality-metrics poam",
    "1.6": "source-distribution electronic-signature digital-signature rfc-9116",
    "1.7": "patent patent-family patent-assertion citation",
}
_IDS: Final = LICENSES | EXCEPTIONS


def check_cyclonedx(data: bytes) -> None:
    """Refuse a JSON document that is not valid under its own version.

    Raises:
        SbomRulesError: It breaks a rule; the message names the place.
    """
    try:
        document = msgspec.json.decode(data, type=wire.Document)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise SbomRulesError(str(error)) from error
    _refuse_first(document, xml=False)


def check_cyclonedx_object(document: Object) -> None:
    """Refuse a document that was brought into the shape of JSON from XML.

    Raises:
        SbomRulesError: It breaks a rule; the message names the place.
    """
    try:
        typed = msgspec.convert(document, type=wire.Document, strict=False)
    except (msgspec.ValidationError, RecursionError) as error:
        raise SbomRulesError(str(error)) from error
    _refuse_first(typed, xml=True)


def _refuse_first(document: wire.Document, *, xml: bool) -> None:
    for broken in _Rules(document.spec_version, xml=xml).of(document):
        raise SbomRulesError(broken)


class _Rules:
    """What types cannot say: values that came with a version, choices, unique references."""

    def __init__(self, version: str, *, xml: bool) -> None:
        self._version = version
        self._mixes_licenses = version >= "1.7" or (version < "1.5" and not xml)
        self._types = _until(_TYPES, version)
        self._algorithms = _until(_ALGORITHMS, version)
        self._references = _until(_REFERENCES, version)
        self._refs: set[str] = set()

    def of(self, document: wire.Document) -> Iterator[str]:
        """Yield what is wrong with a document, in its order."""
        metadata = document.metadata
        if metadata is not None:
            yield from self._of_metadata(metadata)
        yield from self._of_components(document.components, "$.components")
        yield from self._of_services(document.services, "$.services")
        yield from self._of_references(document.external_references, "$.externalReferences")
        for index, citation in enumerate(document.citations):
            yield from self._of_citation(citation, f"$.citations[{index}]")

    def _of_metadata(self, metadata: wire.Metadata) -> Iterator[str]:
        yield from self._of_licenses(metadata.licenses, "$.metadata.licenses")
        if metadata.component is not None:
            yield from self._of_component(metadata.component, "$.metadata.component")
        if isinstance(metadata.tools, wire.Tools):
            yield from self._of_components(metadata.tools.components, "$.metadata.tools.components")
            yield from self._of_services(metadata.tools.services, "$.metadata.tools.services")
        for index, cycle in enumerate(metadata.lifecycles):
            if (cycle.phase is msgspec.UNSET) == (cycle.name is msgspec.UNSET):
                yield f"one of `phase` and `name` is expected - at `$.metadata.lifecycles[{index}]`"

    def _of_components(self, components: Iterable[wire.Component], place: str) -> Iterator[str]:
        for index, component in enumerate(components):
            yield from self._of_component(component, f"{place}[{index}]")

    def _of_component(self, component: wire.Component, place: str) -> Iterator[str]:
        if component.type not in self._types:
            yield f"'{component.type[:40]}' is no type of {self._version} - at `{place}.type`"
        if component.version_range is not msgspec.UNSET and (
            not component.is_external or component.version is not msgspec.UNSET
        ):
            yield f"only for external components without version - at `{place}.versionRange`"
        yield from self._of_ref(component.bom_ref, place)
        if component.hashes:
            yield from self._of_hashes(component.hashes, place)
        if component.licenses:
            yield from self._of_licenses(component.licenses, f"{place}.licenses")
        if component.external_references:
            yield from self._of_references(
                component.external_references, f"{place}.externalReferences"
            )
        if component.components:
            yield from self._of_components(component.components, f"{place}.components")
        if component.pedigree is not None:
            for name in ("ancestors", "descendants", "variants"):
                inner = getattr(component.pedigree, name)
                yield from self._of_components(inner, f"{place}.pedigree.{name}")
        if component.evidence is not None and component.evidence.licenses:
            yield from self._of_licenses(component.evidence.licenses, f"{place}.evidence.licenses")

    def _of_services(self, services: Iterable[wire.Service], place: str) -> Iterator[str]:
        for index, service in enumerate(services):
            inner = f"{place}[{index}]"
            yield from self._of_ref(service.bom_ref, inner)
            yield from self._of_licenses(service.licenses, f"{inner}.licenses")
            yield from self._of_references(
                service.external_references, f"{inner}.externalReferences"
            )
            yield from self._of_services(service.services, f"{inner}.services")

    def _of_licenses(self, choices: list[wire.LicenseChoice], place: str) -> Iterator[str]:
        expressions = 0
        for index, choice in enumerate(choices):
            license_ = choice.license
            if (license_ is msgspec.UNSET) == (choice.expression is msgspec.UNSET):
                yield f"one of `license` and `expression` is expected - at `{place}[{index}]`"
            if license_ is msgspec.UNSET:
                expressions += 1
            elif isinstance(license_, wire.License):
                yield from self._of_license(license_, f"{place}[{index}].license")
        if expressions and len(choices) > 1 and not self._mixes_licenses:
            yield f"an expression stands alone - at `{place}`"

    def _of_license(self, license_: wire.License, place: str) -> Iterator[str]:
        if (license_.id is msgspec.UNSET) == (license_.name is msgspec.UNSET):
            yield f"one of `id` and `name` is expected - at `{place}`"
        elif isinstance(license_.id, str) and license_.id not in _IDS:
            yield f"'{license_.id[:40]}' is not in the SPDX License List - at `{place}.id`"

    def _of_references(
        self, references: Iterable[wire.ExternalReference], place: str
    ) -> Iterator[str]:
        for index, reference in enumerate(references):
            if reference.type not in self._references:
                yield f"'{reference.type[:40]}' is no type of reference - at `{place}[{index}]`"
            yield from self._of_hashes(reference.hashes, f"{place}[{index}]")

    def _of_hashes(self, hashes: Iterable[wire.Hash], place: str) -> Iterator[str]:
        for index, each in enumerate(hashes):
            if each.alg not in self._algorithms:
                yield f"'{each.alg[:40]}' is no algorithm - at `{place}.hashes[{index}].alg`"

    def _of_citation(self, citation: wire.Citation, place: str) -> Iterator[str]:
        if (citation.pointers is msgspec.UNSET) == (citation.expressions is msgspec.UNSET):
            yield f"one of `pointers` and `expressions` is expected - at `{place}`"
        if citation.attributed_to is msgspec.UNSET and citation.process is msgspec.UNSET:
            yield f"`attributedTo` or `process` is expected - at `{place}`"

    def _of_ref(self, ref: str | msgspec.UnsetType, place: str) -> Iterator[str]:
        if isinstance(ref, str):
            if ref in self._refs:
                yield f"'{ref[:80]}' is there twice - at `{place}.bom-ref`"
            self._refs.add(ref)


def _until(table: dict[str, str], version: str) -> frozenset[str]:
    """Return the values that had come by a version."""
    return frozenset(
        word
        for since, words in table.items()
        if since <= version or since == "1.2"
        for word in words.split()
    )
