"""What is read of Grype's JSON, from 0.7 on."""

from typing import Any

import msgspec

from hullmark.scanners.wire import Camel


class Metrics(Camel):
    """Scores of a CVSS vector."""

    base_score: float | None = None


class Cvss(Camel):
    """One CVSS rating."""

    source: str | None = None
    version: str | None = None
    vector: str | None = None
    metrics: Metrics | None = None


class OldCvss(Camel):
    """A rating as 0.7 wrote it."""

    base_score: float | None = None
    vector: str | None = None


class Fix(Camel):
    """What is known of a fix."""

    versions: list[str] | None = None
    state: str | None = None


class Epss(Camel):
    """Probability of exploitation."""

    epss: float | None = None
    percentile: float | None = None


class Vulnerability(Camel):
    """The record that matched, or one related to it."""

    id: str = ""
    data_source: str | None = None
    namespace: str | None = None
    severity: str | None = None
    urls: list[str] | None = None
    links: list[str] | None = None
    description: str | None = None
    cvss: list[Cvss] | None = None
    cvss_v2: OldCvss | None = None
    cvss_v3: OldCvss | None = None
    fix: Fix | None = None
    fixed_in_version: str | None = None
    epss: list[Epss] | None = None
    known_exploited: list[msgspec.Raw] | None = None


class Upstream(Camel):
    """A source package."""

    name: str | None = None
    version: str | None = None


class Location(Camel):
    """Where a package was seen."""

    path: str | None = None
    layer_id: str | None = msgspec.field(default=None, name="layerID")
    access_path: str | None = None


class Artifact(Camel):
    """A package."""

    name: str = ""
    version: str | None = None
    type: str | None = None
    locations: list[Location] | None = None
    licenses: Any = None
    purl: str | None = None
    upstreams: list[Upstream] | None = None


class Match(Camel):
    """A vulnerability in a package."""

    vulnerability: Vulnerability
    artifact: Artifact
    related: list[Vulnerability] | None = msgspec.field(default=None, name="relatedVulnerabilities")


class Layer(Camel):
    """A layer of the image."""

    digest: str | None = None


class Image(Camel):
    """By what the image is known."""

    user_input: str | None = None
    image_id: str | None = msgspec.field(default=None, name="imageID")
    manifest_digest: str | None = None
    tags: list[str] | None = None
    repo_digests: list[str] | None = None
    layers: list[Layer] | None = None


class Source(Camel):
    """What was scanned."""

    type: str | None = None
    target: Image | str | None = None


class Distro(Camel):
    """The distribution."""

    name: str | None = None
    version: str | None = None


class DbStatus(Camel):
    """The state of the database."""

    built: str | None = None


class Database(Camel):
    """The data that was used."""

    built: str | None = None
    status: DbStatus | None = None


class Descriptor(Camel):
    """The program."""

    name: str | None = None
    version: str | None = None
    db: Database | None = None


class Alert(Camel):
    """Something that Grype says about a package."""

    type: str | None = None
    message: str | None = None


class Alerts(Camel):
    """What it says about one package."""

    alerts: list[Alert] | None = None


class Report(Camel):
    """A report."""

    matches: list[Match] | None = None
    ignored: list[msgspec.Raw] | None = msgspec.field(default=None, name="ignoredMatches")
    alerts: list[Alerts] | None = msgspec.field(default=None, name="alertsByPackage")
    source: Source | None = None
    distro: Distro | None = None
    descriptor: Descriptor | None = None
