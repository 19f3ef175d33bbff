"""Whether a document keeps the rules of the CycloneDX version that it claims."""

from collections.abc import Iterable
from typing import Final, NoReturn

import msgspec

from hullmark.formats.errors import SbomRulesError
from hullmark.formats.sbom import cyclonedx_types as wire
from hullmark.formats.sbom.values import Object
from hullmark.formats.spdx_licenses import EXCEPTIONS, LICENSES
from hullmark.kernel.decoders import json_decoder

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
        document = json_decoder(wire.Document).decode(data)
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
    _Rules(document.spec_version, xml=xml).check(document)


class _Rules:
    """What types cannot say: values that came with a version, choices, unique references."""

    def __init__(self, version: str, *, xml: bool) -> None:
        self._version = version
        self._xml = xml
        self._mixes_licenses = version >= "1.7" or (version < "1.5" and not xml)
        self._types = _until(_TYPES, version)
        self._algorithms = _until(_ALGORITHMS, version)
        self._references = _until(_REFERENCES, version)
        self._refs: set[str] = set()

    def check(self, document: wire.Document) -> None:
        """Refuse a document at the first thing that is wrong."""
        if document.version is msgspec.UNSET and self._version <= "1.4" and not self._xml:
            _refuse("Object missing required field `version` - at `$`")
        metadata = document.metadata
        if metadata is not None:
            self._check_metadata(metadata)
        self._check_components(document.components, "$.components")
        self._check_services(document.services, "$.services")
        self._check_references(document.external_references, "$.externalReferences")
        for index, citation in enumerate(document.citations):
            self._check_citation(citation, f"$.citations[{index}]")

    def _check_metadata(self, metadata: wire.Metadata) -> None:
        self._check_licenses(metadata.licenses, "$.metadata.licenses")
        if metadata.component is not None:
            self._check_component(metadata.component, "$.metadata.component")
        if isinstance(metadata.tools, wire.Tools):
            self._check_components(metadata.tools.components, "$.metadata.tools.components")
            self._check_services(metadata.tools.services, "$.metadata.tools.services")
        else:
            for index, tool in enumerate(metadata.tools):
                self._check_hashes(tool.hashes, f"$.metadata.tools[{index}]")
                self._check_references(tool.external_references, f"$.metadata.tools[{index}]")
        for index, cycle in enumerate(metadata.lifecycles):
            if (cycle.phase is msgspec.UNSET) == (cycle.name is msgspec.UNSET):
                _refuse(
                    f"one of `phase` and `name` is expected - at `$.metadata.lifecycles[{index}]`"
                )

    def _check_components(self, components: Iterable[wire.Component], place: str) -> None:
        for index, component in enumerate(components):
            self._check_component(component, f"{place}[{index}]")

    def _check_component(self, component: wire.Component, place: str) -> None:
        if component.type not in self._types:
            _refuse(f"'{component.type[:40]}' is no type of {self._version} - at `{place}.type`")
        if component.version_range is not msgspec.UNSET and (
            not component.is_external or component.version is not msgspec.UNSET
        ):
            _refuse(f"only for external components without version - at `{place}.versionRange`")
        self._check_ref(component.bom_ref, place)
        if component.hashes:
            self._check_hashes(component.hashes, place)
        if component.licenses:
            self._check_licenses(component.licenses, f"{place}.licenses")
        if component.external_references:
            self._check_references(component.external_references, f"{place}.externalReferences")
        if component.components:
            self._check_components(component.components, f"{place}.components")
        if component.pedigree is not None:
            for name in ("ancestors", "descendants", "variants"):
                inner = getattr(component.pedigree, name)
                self._check_components(inner, f"{place}.pedigree.{name}")
        if component.evidence is not None and component.evidence.licenses:
            self._check_licenses(component.evidence.licenses, f"{place}.evidence.licenses")

    def _check_services(self, services: Iterable[wire.Service], place: str) -> None:
        for index, service in enumerate(services):
            inner = f"{place}[{index}]"
            self._check_ref(service.bom_ref, inner)
            self._check_licenses(service.licenses, f"{inner}.licenses")
            self._check_references(service.external_references, f"{inner}.externalReferences")
            self._check_services(service.services, f"{inner}.services")

    def _check_licenses(self, choices: tuple[wire.LicenseChoice, ...], place: str) -> None:
        expressions = 0
        for index, choice in enumerate(choices):
            license_ = choice.license
            if (license_ is msgspec.UNSET) == (choice.expression is msgspec.UNSET):
                _refuse(f"one of `license` and `expression` is expected - at `{place}[{index}]`")
            if license_ is msgspec.UNSET:
                expressions += 1
            elif isinstance(license_, wire.License):
                self._check_license(license_, f"{place}[{index}].license")
        if expressions and len(choices) > 1 and not self._mixes_licenses:
            _refuse(f"an expression stands alone - at `{place}`")

    def _check_license(self, license_: wire.License, place: str) -> None:
        if (license_.id is msgspec.UNSET) == (license_.name is msgspec.UNSET):
            _refuse(f"one of `id` and `name` is expected - at `{place}`")
        elif isinstance(license_.id, str) and license_.id not in _IDS:
            _refuse(f"'{license_.id[:40]}' is not in the SPDX License List - at `{place}.id`")

    def _check_references(self, references: Iterable[wire.ExternalReference], place: str) -> None:
        for index, reference in enumerate(references):
            if reference.type not in self._references:
                _refuse(f"'{reference.type[:40]}' is no type of reference - at `{place}[{index}]`")
            self._check_hashes(reference.hashes, f"{place}[{index}]")

    def _check_hashes(self, hashes: Iterable[wire.Hash], place: str) -> None:
        for index, each in enumerate(hashes):
            if each.alg not in self._algorithms:
                _refuse(f"'{each.alg[:40]}' is no algorithm - at `{place}.hashes[{index}].alg`")

    def _check_citation(self, citation: wire.Citation, place: str) -> None:
        if (citation.pointers is msgspec.UNSET) == (citation.expressions is msgspec.UNSET):
            _refuse(f"one of `pointers` and `expressions` is expected - at `{place}`")
        if citation.attributed_to is msgspec.UNSET and citation.process is msgspec.UNSET:
            _refuse(f"`attributedTo` or `process` is expected - at `{place}`")

    def _check_ref(self, ref: str | msgspec.UnsetType, place: str) -> None:
        if isinstance(ref, str):
            if ref in self._refs:
                _refuse(f"'{ref[:80]}' is there twice - at `{place}.bom-ref`")
            self._refs.add(ref)


def _refuse(broken: str) -> NoReturn:
    raise SbomRulesError(broken)


def _until(table: dict[str, str], version: str) -> frozenset[str]:
    """Return the values that had come by a version."""
    return frozenset(
        word
        for since, words in table.items()
        if since <= version or since == "1.2"
        for word in words.split()
    )
