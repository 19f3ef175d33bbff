"""Single gaps: each is found where it is, and not where it is not."""

from pathlib import Path

import pytest

from hullmark.model.audit import PipelineAudit
from hullmark.pipeline.gaps import find_gaps
from pipeline_repositories import DOCKERFILE, write_repository

WORKFLOW = ".github/workflows/ci.yml"


def _steps(steps: str, *, on: str = "[push, pull_request]", job: str = "") -> str:
    body = "\n".join(f"      {line}" for line in steps.strip("\n").split("\n"))
    return f"on: {on}\njobs:\n  one:\n    runs-on: ubuntu-latest\n{job}    steps:\n{body}\n"


def _audit(
    tmp_path: Path, steps: str, *, on: str = "[push, pull_request]", job: str = ""
) -> PipelineAudit:
    files = {"Dockerfile": DOCKERFILE}
    root = write_repository(tmp_path, files)
    path = root / WORKFLOW
    path.parent.mkdir(parents=True)
    path.write_text(_steps(steps, on=on, job=job))
    return find_gaps(root)


def _of(audit: PipelineAudit, number: int) -> list[tuple[int, str, str]]:
    wanted = f"HM-AUDIT-{number:04}"
    return [(g.place.line, g.subject, g.severity.value) for g in audit.gaps if g.id == wanted]


def test_the_tag_that_was_not_built(tmp_path: Path) -> None:
    """The run builds one tag and scans what the registry has under another."""
    audit = _audit(
        tmp_path,
        "- run: docker build -t acme/app:${{ github.sha }} .\n- run: grype acme/app:latest",
    )
    assert _of(audit, 7) == [(7, "Dockerfile", "high")]


def test_a_tag_given_on_is_the_same_image(tmp_path: Path) -> None:
    """Docker tag and an output of an earlier step lead back to the build."""
    audit = _audit(
        tmp_path,
        """
- id: name
  run: echo "image=acme/app:${{ github.run_id }}" >> "$GITHUB_OUTPUT"
- run: docker build -t built .
- run: docker tag built ${{ steps.name.outputs.image }}
- run: trivy image --exit-code 1 ${{ steps.name.outputs.image }}
""",
    )
    assert [scan.built_here for scan in audit.images[0].scans] == [True]
    assert _of(audit, 7) == []


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ("- run: grype app --fail-on high || true", "'|| true' follows"),
        ("- run: grype app --fail-on high | tee out.txt", "lost in a pipe"),
        ("- run: |\n    set +e\n    grype app --fail-on high\n    echo done", "no set -e"),
        ("- run: grype app --fail-on high\n  continue-on-error: true", "continue-on-error"),
        ("- run: grype app --fail-on high && echo fine\n- run: echo", ""),
        ("- run: grype app --fail-on high &", "background"),
    ],
)
def test_thrown_away(tmp_path: Path, step: str, reason: str) -> None:
    """Every way to lose an exit status is named; the last command of a list is not lost."""
    audit = _audit(tmp_path, f"- run: docker build -t app .\n{step}")
    found = [gap.message for gap in audit.gaps if gap.id == "HM-AUDIT-0008"]
    assert bool(found) == bool(reason)
    assert all(reason in message for message in found)


@pytest.mark.parametrize(
    "step",
    [
        "- run: |\n    if ! grype app --fail-on high; then\n      exit 1\n    fi",
        "- run: grype app --fail-on high || exit 1",
        "- shell: bash\n  run: grype app --fail-on high | tee out.txt",
        "- run: |\n    set -o pipefail\n    grype app --fail-on high | tee out.txt",
    ],
)
def test_kept(tmp_path: Path, step: str) -> None:
    """A status that a script hands on is no gap."""
    audit = _audit(tmp_path, f"- run: docker build -t app .\n{step}")
    assert _of(audit, 8) == _of(audit, 9) == []


def test_one_category_for_many(tmp_path: Path) -> None:
    """Two scans of one tool under one category: the second upload replaces the first."""
    scan = """
- run: docker build -t one .
- uses: aquasecurity/trivy-action@6e7b7d1fd3e4fef0c5fa8cce1229c54b2c9bd0d8
  with: {image-ref: one, format: sarif, output: one.sarif}
- uses: aquasecurity/trivy-action@6e7b7d1fd3e4fef0c5fa8cce1229c54b2c9bd0d8
  with: {image-ref: "redis:7.4", format: sarif, output: two.sarif}
- uses: github/codeql-action/upload-sarif@6e7b7d1fd3e4fef0c5fa8cce1229c54b2c9bd0d8
  with: {sarif_file: one.sarif, category: trivy}
- uses: github/codeql-action/upload-sarif@6e7b7d1fd3e4fef0c5fa8cce1229c54b2c9bd0d8
  with: {sarif_file: two.sarif, category: CATEGORY}
"""
    one = tmp_path / "one"
    two = tmp_path / "two"
    one.mkdir()
    two.mkdir()
    assert _of(_audit(one, scan.replace("CATEGORY", "trivy")), 11) == [(11, "trivy", "high")]
    assert _of(_audit(two, scan.replace("CATEGORY", "redis")), 11) == []


def test_an_upload_that_a_finding_prevents(tmp_path: Path) -> None:
    """A failing scan skips the upload, unless the upload always runs."""
    audit = _audit(
        tmp_path,
        """
- run: docker build -t app .
- run: grype app --fail-on low -o sarif --file a.sarif
- uses: github/codeql-action/upload-sarif@6e7b7d1fd3e4fef0c5fa8cce1229c54b2c9bd0d8
  with: {sarif_file: a.sarif}
""",
    )
    assert _of(audit, 10) == [(8, "grype", "medium")]


def test_a_job_that_never_runs(tmp_path: Path) -> None:
    """A condition that no trigger meets is told; the image counts as not scanned."""
    audit = _audit(
        tmp_path,
        "- run: docker build -t app .\n"
        "- if: github.event_name == 'schedule'\n  run: trivy image app",
    )
    assert _of(audit, 20) == [(8, "trivy", "medium")]
    assert _of(audit, 1) == [(6, "Dockerfile", "high")]


def test_pushed_before_it_is_scanned(tmp_path: Path) -> None:
    """What is pushed and scanned only then was there for everybody."""
    audit = _audit(
        tmp_path,
        """
- uses: docker/build-push-action@v6
  id: build
  with: {push: true, tags: "acme/app:1"}
- run: grype acme/app@${{ steps.build.outputs.digest }}
""",
    )
    assert _of(audit, 19) == [(6, "Dockerfile", "medium")]
    assert [scan.built_here for scan in audit.images[0].scans] == [True]


@pytest.mark.parametrize(
    ("reference", "severity"),
    [("master", "high"), ("v1", "medium"), ("v1.2.3", "low"), ("0" * 40, None)],
)
def test_pins(tmp_path: Path, reference: str, severity: str | None) -> None:
    """A branch is worse than a tag that moves, which is worse than one that could."""
    audit = _audit(tmp_path, f"- uses: hadolint/hadolint-action@{reference}")
    found = _of(audit, 12)
    assert [each[2] for each in found] == ([severity] if severity else [])


def test_an_image_that_cannot_be_worked_out(tmp_path: Path) -> None:
    """It is said to be unknown, and the gap says no more than is known."""
    audit = _audit(tmp_path, "- run: docker build -t app .\n- run: trivy image ${{ vars.IMAGE }}")
    assert [unknown.message for unknown in audit.unknown] == [
        "which image trivy scans is not known: '${{ vars.IMAGE }}'"
    ]
    assert _of(audit, 1) == [(6, "Dockerfile", "medium")]


def test_conditions_that_the_repository_does_not_decide(tmp_path: Path) -> None:
    """They make an event possible, not certain."""
    audit = _audit(
        tmp_path,
        "- run: docker build -t app .\n- run: trivy image app",
        job="    if: vars.SCAN == 'yes'\n",
    )
    image = audit.images[0]
    assert image.events == ()
    assert [event.value for event in image.perhaps] == ["push", "pull_request"]


def test_a_workflow_after_another(tmp_path: Path) -> None:
    """workflow_run has the events of what it waits for."""
    root = write_repository(
        tmp_path,
        {
            "Dockerfile": DOCKERFILE,
            ".github/workflows/a.yml": """
                name: first
                on: {schedule: [{cron: "1 1 * * *"}]}
                jobs: {}
                """,
            ".github/workflows/b.yml": """
                on:
                  workflow_run: {workflows: [first]}
                jobs:
                  one:
                    runs-on: ubuntu-latest
                    steps:
                      - run: docker build -t app . && trivy image app
                """,
        },
    )
    assert [event.value for event in find_gaps(root).images[0].events] == ["schedule"]


def test_a_matrix_that_hullmark_prints(tmp_path: Path) -> None:
    """The list of images that a job asks Hullmark for is known."""
    root = write_repository(
        tmp_path,
        {
            "a/Dockerfile": DOCKERFILE,
            "b/Dockerfile": DOCKERFILE,
            WORKFLOW: """
                on: push
                jobs:
                  list:
                    runs-on: ubuntu-latest
                    outputs: {matrix: "${{ steps.it.outputs.matrix }}"}
                    steps:
                      - id: it
                        run: |
                          echo "matrix=$(hullmark images --format github-matrix)" \\
                            >> "$GITHUB_OUTPUT"
                  scan:
                    needs: list
                    runs-on: ubuntu-latest
                    strategy:
                      matrix: ${{ fromJSON(needs.list.outputs.matrix) }}
                    env: {CONTEXT: "${{ matrix.context }}"}
                    steps:
                      - run: docker build -t app "$CONTEXT" && hullmark scan docker:app
                """,
        },
    )
    audit = find_gaps(root)
    assert {image.name: image.scanners for image in audit.images} == {
        "a/Dockerfile": ("hullmark",),
        "b/Dockerfile": ("hullmark",),
    }


def test_a_matrix_of_what_others_built(tmp_path: Path) -> None:
    """Each image of it is scanned; a base is no image of this repository, whatever its name."""
    root = write_repository(
        tmp_path,
        {
            "nginx/Dockerfile": "FROM nginx:1.29 AS web\nUSER 1\n",
            "compose.yaml": """
                services:
                  web: {build: nginx, image: "acme/nginx"}
                  db: {image: "postgres:17"}
                  odd: {image: "${NAME}"}
                """,
            WORKFLOW: """
                on: {schedule: [{cron: "1 1 * * *"}]}
                jobs:
                  list:
                    runs-on: ubuntu-latest
                    outputs: {matrix: "${{ steps.it.outputs.matrix }}"}
                    steps:
                      - id: it
                        run: |
                          list() { hullmark images --format "$1"; }
                          found=$(list foreign-matrix)
                          echo "matrix=$found" >> "$GITHUB_OUTPUT"
                  scan:
                    needs: list
                    if: needs.list.outputs.matrix != '{"include":[]}'
                    runs-on: ubuntu-latest
                    strategy:
                      matrix: ${{ fromJSON(needs.list.outputs.matrix) }}
                    env: {IMAGE: "registry:${{ matrix.image }}"}
                    steps:
                      - run: hullmark scan "$IMAGE"
                """,
        },
    )
    audit = find_gaps(root)
    assert audit.unknown == ()
    assert {
        image.name: (image.role.value, image.scanners, [event.value for event in image.events])
        for image in audit.images
    } == {
        "nginx/Dockerfile": ("built", (), []),
        "nginx:1.29": ("named", ("hullmark",), ["schedule"]),
        "postgres:17": ("runs", ("hullmark",), ["schedule"]),
    }


@pytest.mark.parametrize(("names", "scans"), [("", 0), ("one two", 2)])
def test_a_loop_over_a_known_list(tmp_path: Path, names: str, scans: int) -> None:
    """It has as many rounds as the list has words; an empty list has none."""
    audit = _audit(
        tmp_path,
        "- run: docker build -t app .\n"
        f'- run: |\n    NAMES="{names}"\n    for name in $NAMES; do grype "$name"; done',
    )
    assert sum(len(image.scans) for image in audit.images) == scans
    assert audit.unknown == ()


def test_a_scan_after_the_workflow_that_pushes(tmp_path: Path) -> None:
    """What the workflow before it has just pushed is what was just built."""
    root = write_repository(
        tmp_path,
        {
            "Dockerfile": DOCKERFILE,
            ".github/workflows/a.yml": """
                name: build
                on: {push: {branches: [main]}}
                jobs:
                  image:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: docker/build-push-action@v6
                        with: {push: true, tags: "acme/app:${{ github.sha }}"}
                """,
            ".github/workflows/b.yml": """
                on: {workflow_run: {workflows: [build], types: [completed]}}
                jobs:
                  scan:
                    runs-on: ubuntu-latest
                    steps:
                      - run: grype acme/app:${{ github.sha }} --fail-on high
                """,
        },
    )
    audit = find_gaps(root)
    assert [scan.built_here for scan in audit.images[0].scans] == [True]
    assert _of(audit, 7) == []
