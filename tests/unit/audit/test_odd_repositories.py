"""Repositories in the styles of other systems and of odd workflows, with their exact tables."""

# ruff: noqa: E501 - one row of a table, one line

from pathlib import Path

import pytest

import odd_repositories as odd
from hullmark.model.audit import PipelineAudit
from hullmark.pipeline.gaps import find_gaps
from hullmark.report.audit.cells import row_of
from pipeline_repositories import write_repository

_API, _WEB = (f"code scanning (category trivy-{name})" for name in ("api", "web"))
CASES: list[tuple[str, dict[str, str], list[str], set[str]]] = [
    (
        "REUSED",
        odd.REUSED,
        [
            f"services/api/Dockerfile|build-one.yml: build / b|trivy|yes|yes|-|-|yes|release|sarif|{_API}|fails",
            f"services/web/Dockerfile|build-one.yml: build / b|trivy|yes|yes|-|-|yes|release|sarif|{_WEB}|fails",
            "services/worker/Dockerfile|-|nobody|-|-|-|-|-|-|-|-|-",
        ],
        {"0001 services/worker/Dockerfile:1", "0012 .github/actions/scan/action.yml:6"},
    ),
    (
        "BAKED",
        odd.BAKED,
        [
            "Dockerfile|bake.yaml: bake, docker-bake.hcl|grype|yes|yes|-|-|-|-|sarif|code scanning|reports only",
            "Dockerfile (web)|bake.yaml: bake, docker-bake.hcl|scout|yes|yes|-|-|-|-|sarif|code scanning|fails",
        ],
        set(),
    ),
    (
        "AFTERWARDS",
        odd.AFTERWARDS,
        ["Dockerfile|build.yml: build|grype|yes|-|-|-|-|-|sarif|artifact|fails"],
        set(),
    ),
    (
        "JENKINS",
        odd.JENKINS,
        [
            "Dockerfile|Jenkinsfile: Build|trivy|yes|yes|yes|-|yes|-|-|-|fails",
            "docker/worker.Dockerfile|Jenkinsfile: Build|grype|yes|yes|yes|-|yes|-|-|-|thrown away",
        ],
        {"0008 Jenkinsfile:14"},
    ),
    (
        "AZURE",
        odd.AZURE,
        [
            "src/Api/Dockerfile|azure-pipelines.yml: build / api|trivy|yes|-|yes|-|-|-|-|-|fails",
            "src/Web/Dockerfile|azure-pipelines.yml: build / web|trivy|yes|-|yes|-|-|-|-|-|fails",
        ],
        set(),
    ),
    (
        "CIRCLE",
        odd.CIRCLE,
        ["Dockerfile|config.yml: build|trivy|yes|-|yes|-|-|-|-|-|fails"],
        set(),
    ),
    (
        "KEPT_STATUS",
        odd.KEPT_STATUS,
        [
            "images/app/Dockerfile|a.yml: a|grype|yes|yes|yes|-|-|-|sarif|code scanning|fails",
            "images/base/Dockerfile|a.yml: a|grype|yes|yes|yes|-|-|-|sarif|code scanning|fails",
        ],
        {"0011 .github/workflows/a.yml:8"},
    ),
    (
        "RUNNERS",
        odd.RUNNERS,
        [
            "Dockerfile|ci.yml: t|trivy|yes|yes|-|-|-|-|-|-|fails",
            "Dockerfile.worker|ci.yml: t, justfile: default|grype|yes|yes|-|-|-|manual|-|-|fails",
        ],
        set(),
    ),
    (
        "UNKNOWN_FOLDERS",
        odd.UNKNOWN_FOLDERS,
        [
            "docker/x/Dockerfile|m.yml: b|trivy|yes|yes|-|-|-|-|-|-|fails",
            "docker/y/Dockerfile|m.yml: b|trivy|yes|yes|-|-|-|-|-|-|fails",
        ],
        set(),
    ),
    (
        "SAVED",
        odd.SAVED,
        ["Dockerfile|s.yml: fs|trivy|yes|yes|-|-|-|-|sarif|code scanning|reports only"],
        set(),
    ),
    (
        "BITBUCKET",
        odd.BITBUCKET,
        [
            (
                "Dockerfile|bitbucket-pipelines.yml: default,"
                " bitbucket-pipelines.yml: pull-requests **|trivy|-|yes|perhaps|yes|-|manual|-|-|fails"
            )
        ],
        set(),
    ),
]


def _high(audit: PipelineAudit) -> set[str]:
    return {
        f"{gap.id[-4:]} {gap.place.path}:{gap.place.line}"
        for gap in audit.gaps
        if gap.severity.value == "high"
    }


@pytest.mark.parametrize(("name", "files", "table", "high"), CASES, ids=[c[0] for c in CASES])
def test_the_table_and_the_worst_gaps_are_exact(
    tmp_path: Path, name: str, files: dict[str, str], table: list[str], high: set[str]
) -> None:
    """Every image with who builds and scans it, when, and what comes of it; nothing unknown."""
    audit = find_gaps(write_repository(tmp_path, files))
    assert ["|".join(row_of(image)) for image in audit.images] == table, name
    assert _high(audit) == high
    assert audit.unknown == ()
    assert audit.issues == ()


@pytest.mark.parametrize(
    "text",
    ["pipelines: {default: text}", "pipelines: {custom: [1]}", "pipelines: text", "- a", "{}"],
)
def test_a_pipeline_of_another_shape_is_no_failure(tmp_path: Path, text: str) -> None:
    """What a system's file may not hold is passed over."""
    names = (
        "bitbucket-pipelines.yml",
        "azure-pipelines.yml",
        ".circleci/config.yml",
        "Taskfile.yml",
    )
    audit = find_gaps(write_repository(tmp_path, dict.fromkeys(names, text)))
    assert audit.images == ()
