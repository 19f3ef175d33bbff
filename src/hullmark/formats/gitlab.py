"""Wire types of GitLab's container scanning report, schema 15.0, as far as Hullmark writes it.

https://gitlab.com/gitlab-org/security-products/security-report-schemas
"""

from typing import Literal

import msgspec

VERSION = "15.0.2"

Severity = Literal["Info", "Unknown", "Low", "Medium", "High", "Critical"]


class Vendor(msgspec.Struct, kw_only=True):
    """Who makes a program."""

    name: str


class Program(msgspec.Struct, kw_only=True):
    """The analyzer, or the scanner that it runs."""

    id: str
    name: str
    version: str
    vendor: Vendor


class Message(msgspec.Struct, kw_only=True):
    """Something that whoever started the scan should know."""

    level: Literal["info", "warn", "fatal"]
    value: str


class Scan(msgspec.Struct, kw_only=True):
    """The scan as a whole; times are UTC and have no zone."""

    type: Literal["container_scanning"] = "container_scanning"
    status: Literal["success", "failure"]
    start_time: str
    end_time: str
    analyzer: Program
    scanner: Program
    messages: list[Message]


class Identifier(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A name of the vulnerability; the first of several is the one GitLab tracks it by."""

    type: str
    name: str
    value: str
    url: str = ""


class Link(msgspec.Struct, kw_only=True):
    """A page to read on."""

    url: str


class Package(msgspec.Struct, kw_only=True):
    """A package's name."""

    name: str


class Dependency(msgspec.Struct, kw_only=True):
    """A package at its version."""

    package: Package
    version: str


class Place(msgspec.Struct, kw_only=True):
    """Where it is: package, operating system, image."""

    dependency: Dependency
    operating_system: str
    image: str


class Vulnerability(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One finding."""

    id: str
    name: str
    description: str = ""
    severity: Severity
    solution: str = ""
    identifiers: list[Identifier]
    links: list[Link] = []
    location: Place


class Report(msgspec.Struct, kw_only=True):
    """The document."""

    version: str
    scan: Scan
    vulnerabilities: list[Vulnerability]
    remediations: list[str] = []
