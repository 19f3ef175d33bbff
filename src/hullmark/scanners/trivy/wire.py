"""What is read of Trivy's JSON, schema 2 and before, of images, folders and clusters."""

from typing import Any

import msgspec

from hullmark.scanners.wire import Pascal


class Database(Pascal):
    """The vulnerability data that was used."""

    updated_at: str | None = None


class Program(Pascal):
    """The program."""

    version: str | None = None
    vulnerability_db: Database | None = msgspec.field(default=None, name="VulnerabilityDB")


class System(Pascal):
    """The distribution."""

    family: str | None = None
    name: str | None = None
    eosl: bool | None = msgspec.field(default=None, name="EOSL")


class Metadata(Pascal):
    """By what the image is known."""

    os: System | None = msgspec.field(default=None, name="OS")
    image_id: str | None = msgspec.field(default=None, name="ImageID")
    diff_ids: list[str] | None = msgspec.field(default=None, name="DiffIDs")
    repo_tags: list[str] | None = None
    repo_digests: list[str] | None = None


class Layer(Pascal):
    """Where something was seen."""

    digest: str | None = None
    diff_id: str | None = msgspec.field(default=None, name="DiffID")


class Identifier(Pascal):
    """Names of a package."""

    purl: str | None = msgspec.field(default=None, name="PURL")


class Cvss(Pascal):
    """One source's CVSS."""

    v2_vector: str | None = None
    v3_vector: str | None = None
    v40_vector: str | None = None
    v2_score: float | None = None
    v3_score: float | None = None
    v40_score: float | None = None


class Vulnerability(Pascal):
    """A vulnerability of one package."""

    vulnerability_id: str | None = msgspec.field(default=None, name="VulnerabilityID")
    vendor_ids: list[str] | None = msgspec.field(default=None, name="VendorIDs")
    pkg_id: str | None = msgspec.field(default=None, name="PkgID")
    pkg_name: str | None = None
    pkg_path: str | None = None
    pkg_identifier: Identifier | None = None
    installed_version: str | None = None
    fixed_version: str | None = None
    status: str | None = None
    layer: Layer | None = None
    severity_source: str | None = None
    severity: str | None = None
    vendor_severity: dict[str, int | str] | None = None
    cvss: dict[str, Cvss] | None = msgspec.field(default=None, name="CVSS")
    primary_url: str | None = msgspec.field(default=None, name="PrimaryURL")
    title: str | None = None
    description: str | None = None
    references: list[str] | None = None
    published_date: str | None = None


class Cause(Pascal):
    """The place of a misconfiguration."""

    resource: str | None = None
    start_line: int | None = None


class Misconfiguration(Pascal):
    """A check that failed, passed or was excepted."""

    id: str | None = msgspec.field(default=None, name="ID")
    avd_id: str | None = msgspec.field(default=None, name="AVDID")
    title: str | None = None
    description: str | None = None
    message: str | None = None
    resolution: str | None = None
    severity: str | None = None
    status: str | None = None
    primary_url: str | None = msgspec.field(default=None, name="PrimaryURL")
    references: list[str] | None = None
    cause_metadata: Cause | None = None
    layer: Layer | None = None


class Secret(Pascal):
    """A secret; lines around it are not read, they may hold another."""

    rule_id: str | None = msgspec.field(default=None, name="RuleID")
    category: str | None = None
    severity: str | None = None
    title: str | None = None
    start_line: int | None = None
    layer: Layer | None = None


class License(Pascal):
    """A licence that was found."""

    severity: str | None = None
    category: str | None = None
    pkg_name: str | None = None
    file_path: str | None = None
    name: str | None = None
    link: str | None = None


class Package(Pascal):
    """A package of the inventory."""

    id: str | None = msgspec.field(default=None, name="ID")
    name: str | None = None
    version: str | None = None
    release: str | None = None
    epoch: int | None = None
    arch: str | None = None
    src_name: str | None = None
    src_version: str | None = None
    src_release: str | None = None
    src_epoch: int | None = None
    identifier: Identifier | None = None
    file_path: str | None = None
    layer: Layer | None = None
    licenses: list[str] | None = None


class Result(Pascal):
    """One file, one kind of package, or one kind of check."""

    target: str | None = None
    class_: str | None = msgspec.field(default=None, name="Class")
    type: str | None = None
    packages: list[Package] | None = None
    vulnerabilities: list[Vulnerability] | None = None
    misconfigurations: list[Misconfiguration] | None = None
    secrets: list[Secret] | None = None
    licenses: list[License] | None = None
    modified: list[msgspec.Raw] | None = msgspec.field(
        default=None, name="ExperimentalModifiedFindings"
    )


class Report(Pascal):
    """A report on one image or folder."""

    trivy: Program | None = None
    artifact_name: str | None = None
    artifact_type: str | None = None
    metadata: Metadata | None = None
    results: list[Result] | None = None


class Resource(Pascal):
    """What was found in one resource of a cluster."""

    namespace: str | None = None
    kind: str | None = None
    name: str | None = None
    metadata: Any = None
    results: list[Result] | None = None


class Cluster(Pascal):
    """A report on a cluster: in full, as a summary, and in its older form."""

    cluster_name: str | None = None
    findings: list[Resource] | None = None
    resources: list[Resource] | None = None
    vulnerabilities: list[Resource] | None = None
    misconfigurations: list[Resource] | None = None
