"""Small repositories of every kind, with the tables and gaps that must come out exactly."""

from pathlib import Path

import pytest

import pipeline_repositories as repositories
from hullmark.model.audit import PipelineAudit
from hullmark.pipeline.gaps import find_gaps
from hullmark.report.audit.cells import row_of
from pipeline_repositories import write_repository

NOBODY = ("nobody", *["-"] * 9)
WHOLE = {
    "HM-AUDIT-0004": "repository",
    "HM-AUDIT-0014": "repository",
    "HM-AUDIT-0015": "repository",
    "HM-AUDIT-0016": "repository",
}
"""What a repository without anything of the kind lacks as a whole."""


def _audit(tmp_path: Path, files: dict[str, str]) -> PipelineAudit:
    return find_gaps(write_repository(tmp_path, files))


def _table(audit: PipelineAudit) -> list[tuple[str, ...]]:
    return [row_of(image) for image in audit.images]


def _gaps(audit: PipelineAudit) -> set[tuple[str, str, str]]:
    return {(gap.id, f"{gap.place.path}:{gap.place.line}", gap.subject) for gap in audit.gaps}


def _rest(audit: PipelineAudit) -> set[tuple[str, str, str]]:
    """Return the gaps but for those of the whole repository."""
    return {each for each in _gaps(audit) if (each[0], each[2]) not in WHOLE.items()}


def test_no_scanning(tmp_path: Path) -> None:
    """A pipeline that only builds: the image and the database are scanned by nobody."""
    audit = _audit(tmp_path, repositories.NO_SCANNING)
    assert _table(audit) == [
        ("Dockerfile", "ci.yml: test, compose.yaml", *NOBODY),
        ("postgres:16.4", "(runs)", *NOBODY),
    ]
    assert _rest(audit) == {
        ("HM-AUDIT-0001", ".github/workflows/ci.yml:7", "Dockerfile"),
        ("HM-AUDIT-0021", "Dockerfile:1", "Dockerfile"),
        ("HM-AUDIT-0023", "compose.yaml:3", "postgres:16.4"),
    }
    assert {gap.id for gap in audit.gaps} >= WHOLE.keys()


def test_one_image_of_many(tmp_path: Path) -> None:
    """A condition on the matrix lets one leg of three scan."""
    audit = _audit(tmp_path, repositories.ONE_OF_MANY)
    code_scanning = "code scanning (category api)"
    assert _table(audit) == [
        (
            "api/Dockerfile",
            "build.yml: build",
            "trivy",
            "yes",
            "yes",
            "-",
            "-",
            "-",
            "-",
            "sarif",
            code_scanning,
            "fails",
        ),
        ("web/Dockerfile", "build.yml: build", *NOBODY),
        ("worker/Dockerfile", "build.yml: build", *NOBODY),
    ]
    build = ".github/workflows/build.yml"
    assert _rest(audit) == {
        ("HM-AUDIT-0001", f"{build}:13", "web/Dockerfile"),
        ("HM-AUDIT-0001", f"{build}:13", "worker/Dockerfile"),
        ("HM-AUDIT-0002", f"{build}:19", "api/Dockerfile"),
        ("HM-AUDIT-0012", f"{build}:19", "aquasecurity/trivy-action@0.33.1"),
        ("HM-AUDIT-0012", f"{build}:26", "github/codeql-action/upload-sarif@v3"),
        ("HM-AUDIT-0021", "api/Dockerfile:1", "repository"),
    }


def test_a_dead_trigger(tmp_path: Path) -> None:
    """A job for pushes under pull_request and schedule counts as push only."""
    audit = _audit(tmp_path, repositories.PUSH_ONLY)
    assert _table(audit) == [
        (
            "Dockerfile",
            "security.yml: scan",
            "grype",
            "yes",
            "-",
            "-",
            "-",
            "-",
            "-",
            "sarif",
            "-",
            "reports only",
        ),
    ]
    workflow = ".github/workflows/security.yml"
    assert _gaps(audit) == {
        ("HM-AUDIT-0002", f"{workflow}:14", "Dockerfile"),
        ("HM-AUDIT-0003", f"{workflow}:14", "Dockerfile"),
        ("HM-AUDIT-0004", f"{workflow}:1", "repository"),
        ("HM-AUDIT-0009", f"{workflow}:14", "grype"),
        ("HM-AUDIT-0010", f"{workflow}:14", "grype"),
        ("HM-AUDIT-0012", f"{workflow}:14", "anchore/scan-action@v6"),
        ("HM-AUDIT-0014", f"{workflow}:1", "repository"),
        ("HM-AUDIT-0015", f"{workflow}:1", "repository"),
        ("HM-AUDIT-0016", f"{workflow}:1", "repository"),
        ("HM-AUDIT-0021", "Dockerfile:1", "Dockerfile"),
    }


def test_reusable_workflow_and_composite_action(tmp_path: Path) -> None:
    """Inputs decide, call by call, what is built and whether it is scanned."""
    audit = _audit(tmp_path, repositories.REUSABLE)
    assert _table(audit) == [
        (
            "services/api/Dockerfile",
            "image.yml: api / image",
            "grype",
            "-",
            "yes",
            "yes",
            "-",
            "-",
            "-",
            "sarif",
            "code scanning",
            "fails",
        ),
        ("services/jobs/Dockerfile", "image.yml: jobs / image", *NOBODY),
    ]
    assert _rest(audit) == {
        ("HM-AUDIT-0001", ".github/actions/build/action.yml:9", "services/jobs/Dockerfile"),
        ("HM-AUDIT-0002", ".github/workflows/image.yml:20", "services/api/Dockerfile"),
        ("HM-AUDIT-0021", "services/api/Dockerfile:1", "repository"),
    }


def test_gitlab(tmp_path: Path) -> None:
    """Includes, extends and rules; whether there is a schedule is not in the repository."""
    audit = _audit(tmp_path, repositories.GITLAB)
    assert _table(audit) == [
        (
            "Dockerfile",
            ".gitlab-ci.yml: build",
            "trivy",
            "yes",
            "yes",
            "perhaps",
            "-",
            "-",
            "-",
            "json",
            "GitLab report",
            "thrown away",
        ),
        ("worker/Dockerfile", ".gitlab-ci.yml: build", *NOBODY),
    ]
    assert _rest(audit) == {
        ("HM-AUDIT-0001", ".gitlab-ci.yml:10", "worker/Dockerfile"),
        ("HM-AUDIT-0002", "ci/scan.yml:6", "Dockerfile"),
        ("HM-AUDIT-0008", "ci/scan.yml:6", "trivy"),
        ("HM-AUDIT-0013", "ci/scan.yml:3", "aquasec/trivy:0.58.1"),
        ("HM-AUDIT-0021", "Dockerfile:1", "repository"),
    }


def test_makefile_only(tmp_path: Path) -> None:
    """Pattern rules, functions and both ways to ignore an exit status; nothing runs by itself."""
    audit = _audit(tmp_path, repositories.MAKEFILE_ONLY)
    moments = ("-", "-", "-", "-", "-", "manual", "-", "-", "thrown away")
    assert _table(audit) == [
        ("docker/Dockerfile.api", "Makefile: build-api", "trivy", *moments),
        ("docker/Dockerfile.worker", "Makefile: build-worker", "grype", *moments),
    ]
    assert _rest(audit) == {
        ("HM-AUDIT-0002", "Makefile:11", "docker/Dockerfile.api"),
        ("HM-AUDIT-0002", "Makefile:12", "docker/Dockerfile.worker"),
        ("HM-AUDIT-0008", "Makefile:11", "trivy"),
        ("HM-AUDIT-0008", "Makefile:12", "grype"),
        ("HM-AUDIT-0017", "Makefile:11", "trivy"),
        ("HM-AUDIT-0017", "Makefile:12", "grype"),
        ("HM-AUDIT-0017", "Makefile:15", "hadolint"),
        ("HM-AUDIT-0018", "Makefile:11", "docker/Dockerfile.api"),
        ("HM-AUDIT-0018", "Makefile:12", "docker/Dockerfile.worker"),
        ("HM-AUDIT-0022", "Makefile:1", "repository"),
    }
    assert [image.lints[0].scanner for image in audit.images] == ["hadolint", "hadolint"]


def test_a_script_with_functions_and_loops(tmp_path: Path) -> None:
    """What a workflow calls is followed with its arguments, into a scanner run as a container."""
    audit = _audit(tmp_path, repositories.SCRIPTED)
    seen = ("trivy", "yes", "yes", "-", "-", "-", "-", "-", "-", "fails")
    assert _table(audit) == [
        ("api/Dockerfile", "ci.yml: all", *seen),
        ("worker/Dockerfile", "ci.yml: all", *seen),
    ]
    assert {scan.built_here for image in audit.images for scan in image.scans} == {True}
    assert {file.kind for file in audit.files} == {"github", "shell"}


@pytest.mark.parametrize(
    "name", [n for n in vars(repositories) if n.isupper() and n != "DOCKERFILE"]
)
def test_nothing_is_left_unknown_or_unread(tmp_path: Path, name: str) -> None:
    """These repositories hold nothing that cannot be worked out."""
    audit = _audit(tmp_path, getattr(repositories, name))
    assert audit.unknown == ()
    assert audit.issues == ()
