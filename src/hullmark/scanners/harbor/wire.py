"""What is read of Harbor's reports."""

from typing import Any

import msgspec

from hullmark.scanners.wire import Wire


class Program(Wire):
    """The scanner behind Harbor."""

    name: str = ""
    version: str = ""


class Preferred(Wire):
    """The CVSS that Harbor shows."""

    score_v3: float | None = None
    score_v2: float | None = None
    vector_v3: str = ""
    vector_v2: str = ""


class Flaw(Wire):
    """A vulnerability of one package."""

    id: str = ""
    package: str = ""
    version: str = ""
    fix_version: str = ""
    severity: str = ""
    description: str = ""
    links: list[str] = msgspec.field(default_factory=list)
    artifact_digests: list[str] = msgspec.field(default_factory=list)
    preferred_cvss: Preferred | None = None
    vendor_attributes: Any = None


class Report(Wire):
    """A report on one artifact."""

    generated_at: str = ""
    scanner: Program | None = None
    vulnerabilities: list[Flaw] = msgspec.field(default_factory=list)
