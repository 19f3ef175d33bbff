"""What is read of Snyk's JSON: of tests, and of its API."""

from typing import Any

import msgspec

from hullmark.scanners.wire import Camel, Wire


class Reference(Wire):
    """A link."""

    url: str = ""


class Details(Camel):
    """What one source says of the severity."""

    assigner: str = ""
    severity: str = ""
    cvss_v3_vector: str | None = None
    cvss_v3_base_score: float | None = None


class Vulnerability(Camel):
    """A vulnerability or a licence problem along one path of dependencies."""

    id: str | None = None
    title: str | None = None
    description: str | None = None
    severity: str | None = None
    nvd_severity: str | None = None
    cvss_score: float | None = None
    cvss_v3: str | None = msgspec.field(default=None, name="CVSSv3")
    type: str | None = None
    license: str | None = None
    package_name: str | None = None
    module_name: str | None = None
    package_manager: str | None = None
    language: str | None = None
    name: Any = None
    version: Any = None
    package_version: str | None = None
    from_: Any = msgspec.field(default=None, name="from")
    fixed_in: Any = None
    nearest_fixed_in_version: str | None = None
    identifiers: Any = None
    references: list[Reference] | None = None
    dockerfile_instruction: str | None = None
    docker_base_image: str | None = None
    publication_time: str | None = None
    cvss_details: list[Details] | None = None
    epss_details: Any = None
    is_ignored: bool | None = None
    file_path: str | None = None


class IacIssue(Camel):
    """A misconfiguration."""

    id: str | None = None
    public_id: str | None = None
    title: str | None = None
    severity: str | None = None
    msg: str | None = None
    issue: str | None = None
    impact: str | None = None
    resolve: str | None = None
    line_number: int | None = None
    references: list[str] | None = None
    documentation: str | None = None
    is_ignored: bool | None = None


class Issue2(Camel):
    """An issue of a project whose vulnerabilities are kept apart."""

    id: str | None = None
    issue_id: str | None = None
    pkg_name: str | None = None
    pkg_version: str | None = None
    title: str | None = None
    severity: str | None = None
    name: str | None = None
    issue_data: Any = None
    pkg_versions: list[str] | None = None


class Docker(Camel):
    """What is known of the image."""

    base_image: str | None = None
    image_id: str | None = None


class Project(Camel):
    """The result of testing one project."""

    vulnerabilities: list[Vulnerability] | None = None
    issues: Any = None
    infrastructure_as_code_issues: list[IacIssue] | None = None
    applications: list["Project"] | None = None
    ok: bool | None = None
    error: Any = None
    message: str | None = None
    package_manager: str | None = None
    project_name: str | None = None
    display_target_file: str | None = None
    target_file: str | None = None
    path: str | None = None
    docker: Docker | None = None
    filtered: Any = None
