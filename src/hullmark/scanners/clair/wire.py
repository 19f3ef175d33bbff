"""What is read of the reports of Clair 4, of Clair 2 and Quay, of clair-scanner and of Klar."""

from typing import Any

import msgspec

from hullmark.scanners.wire import Pascal, Wire


class Source(Wire):
    """A source package."""

    name: str | None = None
    version: str | None = None


class Package(Wire):
    """A package."""

    id: str | None = None
    name: str = ""
    version: str | None = None
    kind: str | None = None
    arch: str | None = None
    source: Source | None = None


class Distribution(Wire):
    """A distribution."""

    did: str | None = None
    version_id: str | None = None
    version: str | None = None


class Repository(Wire):
    """Where packages come from."""

    name: str | None = None
    uri: str | None = None


class Vulnerability(Wire):
    """A vulnerability as an updater of Clair stored it."""

    name: str = ""
    updater: str | None = None
    description: str | None = None
    issued: str | None = None
    links: str | None = None
    severity: str | None = None
    normalized_severity: str | None = None
    fixed_in_version: str | None = None
    distribution: Distribution | None = None
    repository: Repository | None = None
    aliases: Any = None


class Environment(Wire):
    """Where a package was seen."""

    package_db: str | None = None
    introduced_in: str | None = None
    distribution_id: str | None = None
    repository_ids: list[str] | None = None


class Report(Wire):
    """A vulnerability report or an index report of Clair 4."""

    manifest_hash: str | None = None
    packages: dict[str, Package] | None = None
    distributions: dict[str, Distribution] | None = None
    repository: dict[str, Repository] | None = None
    environments: dict[str, list[Environment] | None] | None = None
    vulnerabilities: dict[str, Vulnerability] | None = None
    package_vulnerabilities: dict[str, list[str] | None] | None = None
    enrichments: dict[str, Any] | None = None
    state: str | None = None
    success: bool | None = None
    err: str | None = None


class OldFlaw(Pascal):
    """A vulnerability as Clair 2, Quay and Klar write it."""

    name: str = ""
    namespace_name: str | None = None
    description: str | None = None
    link: str | None = None
    severity: str | None = None
    fixed_by: str | None = None
    feature_name: str | None = None
    feature_version: str | None = None
    metadata: Any = None


class Feature(Pascal):
    """A package as Clair 2 and Quay write it."""

    name: str = ""
    version: str | None = None
    version_format: str | None = None
    namespace_name: str | None = None
    added_by: str | None = None
    vulnerabilities: list[OldFlaw] | None = None
    cve_ids: list[str] | None = msgspec.field(default=None, name="CVEIds")


class Layer(Pascal):
    """A layer with its packages."""

    name: str | None = None
    features: list[Feature] | None = None


class LayerReport(Pascal):
    """What Clair 2 answers."""

    layer: Layer | None = None


class QuayReport(Wire):
    """What Quay answers."""

    status: str | None = None
    data: LayerReport | None = None


class ScannerFlaw(Wire):
    """A vulnerability as clair-scanner writes it."""

    featurename: str = ""
    featureversion: str | None = None
    vulnerability: str = ""
    namespace: str | None = None
    description: str | None = None
    link: str | None = None
    severity: str | None = None
    fixedby: str | None = None


class ScannerReportFile(Wire):
    """What clair-scanner writes."""

    image: str | None = None
    unapproved: list[str] | None = None
    vulnerabilities: list[ScannerFlaw] | None = None


class KlarReport(Pascal):
    """What Klar writes."""

    layer_count: int | None = None
    vulnerabilities: dict[str, list[OldFlaw] | None] | None = None
