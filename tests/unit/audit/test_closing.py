"""``init --close-gaps`` changes single lines of the pipeline that is there, and nothing else."""

import difflib
from pathlib import Path

import pytest
from click.testing import CliRunner

import pipeline_repositories as repositories
from hullmark.cli.init import COMMAND
from hullmark.pipeline.gaps import find_gaps
from hullmark.pipeline.init import GITHUB_FILE, Plan, plan_init, write_plan
from hullmark.pipeline.starting.lines import Lines
from hullmark.pipeline.starting.pins import Pins, pinned
from hullmark.pipeline.starting.pipelines import UPLOAD
from pipeline_repositories import DOCKERFILE, write_repository

WORKFLOW = ".github/workflows/ci.yml"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
SOFT = {
    "Dockerfile": DOCKERFILE,
    WORKFLOW: f"""
        on: [push, pull_request]
        jobs:
          scan:
            runs-on: ubuntu-latest
            continue-on-error: true
            steps:
              - uses: actions/checkout@v4
              - run: docker build -t app . || true  # a build is no scan
              - name: scan
                continue-on-error: true # noisy
                run: |
                  trivy image --exit-code 1 --format sarif --output trivy.sarif app || true
                  grype app --fail-on high \\
                    -o sarif --file "grype.sarif" \\
                    || :
              - uses: anchore/scan-action@v6
                continue-on-error: true
                with: {{image: app, output-file: anchore.sarif}}
              - if: always()
                uses: github/codeql-action/upload-sarif@v4
                with:
                  sarif_file: trivy.sarif
              - {{id: u, uses: github/codeql-action/upload-sarif@v4, with: {{sarif_file: x}}}}
              - uses: aquasecurity/trivy-action@master # latest
                with: {{image-ref: app, exit-code: "1"}}
          pinned:
            runs-on: ubuntu-latest
            steps:
              - uses: anchore/scan-action@{COMMIT} # v6.5.1
                with: {{image: app}}
        """,
    "Makefile": (
        "scan:\n"
        "\tdocker build -t app . || true\n"
        "\t@-trivy image --exit-code 1 app\n"
        "\tgrype app --fail-on high || true # later\n"
        "\t-rm -f x\n"
    ),
}


def _changes(plan: Plan, path: str) -> list[str]:
    (planned,) = [each for each in plan.files if each.path == path]
    lines = difflib.ndiff(planned.before.splitlines(), planned.after.splitlines())
    return [line[0] + line[1:].strip() for line in lines if line[0] in "+-"]


def test_only_the_lines_of_gaps_change(tmp_path: Path) -> None:
    """Builds, comments and everything else of the file stay byte for byte."""
    root = write_repository(tmp_path, SOFT)
    plan = plan_init(root, close_gaps=True)
    assert _changes(plan, "Makefile") == [
        "-@-trivy image --exit-code 1 app",
        "+@trivy image --exit-code 1 app",
        "-grype app --fail-on high || true # later",
        "+grype app --fail-on high # later",
    ]
    codeql, _, version = UPLOAD.partition(" # ")
    changes = _changes(plan, WORKFLOW)
    assert [each[1:] for each in changes if each[0] == "-"] == [
        "continue-on-error: true",
        "continue-on-error: true # noisy",
        "trivy image --exit-code 1 --format sarif --output trivy.sarif app || true",
        '-o sarif --file "grype.sarif" \\',
        "|| :",
        "- uses: anchore/scan-action@v6",
        "continue-on-error: true",
        "uses: github/codeql-action/upload-sarif@v4",
        "- {id: u, uses: github/codeql-action/upload-sarif@v4, with: {sarif_file: x}}",
    ]
    assert [each[1:] for each in changes if each[0] == "+"] == [
        "continue-on-error: false # noisy",
        "trivy image --exit-code 1 --format sarif --output trivy.sarif app",
        '-o sarif --file "grype.sarif"',
        f"- uses: anchore/scan-action@{COMMIT} # v6.5.1",
        f"uses: {codeql} # {version}",
        f"- {{id: u, uses: {codeql}, with: {{sarif_file: x}}}}",
    ]


def test_it_closes_what_it_names_and_then_has_nothing_to_do(tmp_path: Path) -> None:
    """Written, the gaps are gone; a second run changes nothing and says the same by hand."""
    root = write_repository(tmp_path, SOFT)
    plan = plan_init(root, close_gaps=True)
    assert "HM-AUDIT-0008" in plan.closes
    assert "HM-AUDIT-0012" not in plan.closes
    write_plan(root, plan)
    assert {gap.id for gap in find_gaps(root).gaps} & set(plan.closes) == set()
    again = plan_init(root, close_gaps=True)
    assert again.files == []
    assert again.notes == plan.notes


def test_a_pipeline_without_such_gaps_gets_no_second_one(tmp_path: Path) -> None:
    """After the first run another would only write what is there already, under another name."""
    root = write_repository(tmp_path, SOFT)
    write_plan(root, plan_init(root, close_gaps=True))
    (root / GITHUB_FILE).rename(root / ".github/workflows/ours.yml")
    plan = plan_init(root, close_gaps=True)
    assert plan.files == []
    assert any("no gap that another one closes" in each for each in plan.kept)


def test_what_is_not_known_is_said(tmp_path: Path) -> None:
    """A branch has no commit that anybody could know offline."""
    plan = plan_init(write_repository(tmp_path, SOFT), close_gaps=True)
    (note,) = [each for each in plan.notes if "trivy-action" in each]
    assert note.startswith(f"{WORKFLOW}:")
    assert note.endswith("git ls-remote https://github.com/aquasecurity/trivy-action master")


def test_without_close_gaps_nothing_is_patched(tmp_path: Path) -> None:
    """Only who asks for it gets other pipelines."""
    plan = plan_init(write_repository(tmp_path, SOFT))
    assert {each.path for each in plan.files} & set(SOFT) == set()


def test_two_uploads_of_one_job_get_categories(tmp_path: Path) -> None:
    """Named after their files; one that has a category keeps it, a matrix value is quoted."""
    workflow = """
        on: [push]
        jobs:
          scan:
            runs-on: ubuntu-latest
            steps:
              - run: |
                  docker build -t app . && docker build -t job job
                  trivy image --exit-code 1 --format sarif -o app.sarif app
                  trivy image --exit-code 1 --format sarif -o job.sarif job
              - uses: github/codeql-action/upload-sarif@v4
                if: always()
                with:
                  sarif_file: app.sarif
              - {uses: github/codeql-action/upload-sarif@v4, with: {sarif_file: job.sarif}}
        """
    files = {"Dockerfile": DOCKERFILE, "job/Dockerfile": DOCKERFILE, WORKFLOW: workflow}
    root = write_repository(tmp_path, files)
    plan = plan_init(root, close_gaps=True)
    assert "HM-AUDIT-0011" in plan.closes
    write_plan(root, plan)
    text = (root / WORKFLOW).read_text()
    assert "          sarif_file: app.sarif\n          category: app\n" in text
    assert "with: {category: job, sarif_file: job.sarif}}" in text


def test_gitlab_gets_patch_and_include_at_once(tmp_path: Path) -> None:
    """One diff for one file."""
    files = {
        "Dockerfile": DOCKERFILE,
        ".gitlab-ci.yml": """
            scan:
              allow_failure: true
              script:
                - docker build -t app .
                - trivy image --exit-code 1 app
            """,
    }
    root = write_repository(tmp_path, files)
    plan = plan_init(root, close_gaps=True)
    assert "-allow_failure: true" in _changes(plan, ".gitlab-ci.yml")
    assert "+- local: /.gitlab/hullmark.yml" in _changes(plan, ".gitlab-ci.yml")
    write_plan(root, plan)
    assert plan_init(root, close_gaps=True).files == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("set +e\ngrype $IMAGE --fail-on high || echo later", None),
        ("(grype app --fail-on high || true)", None),
        ("grype app --fail-on high || true; echo done", None),
        ("grype app --fail-on high ||true", "grype app --fail-on high"),
        ("grype app --fail-on high || exit 0", "grype app --fail-on high"),
    ],
)
def test_scripts_keep_their_mode_and_what_is_not_plain(
    tmp_path: Path, before: str, after: str | None
) -> None:
    """What is not simply ``|| true`` at the end of the scan is left to a person, and named."""
    head = "#!/bin/sh -e\n"
    root = write_repository(tmp_path, {"Dockerfile": DOCKERFILE, "scan.sh": "", **_calling()})
    script = root / "scan.sh"
    script.write_text(f"{head}docker build -t app .\n{before}\n")
    script.chmod(0o755)
    plan = plan_init(root, close_gaps=True)
    write_plan(root, plan)
    assert script.read_text() == f"{head}docker build -t app .\n{after or before}\n"
    assert script.stat().st_mode & 0o777 == 0o755
    assert any(each.startswith("scan.sh:") for each in plan.notes) == (after is None)


def _calling() -> dict[str, str]:
    return {WORKFLOW: "on: push\njobs: {a: {runs-on: x, steps: [{run: ./scan.sh}]}}\n"}


@pytest.mark.parametrize("end", ["\n          || true", " || true"])
def test_a_folded_command_loses_its_fallback(tmp_path: Path, end: str) -> None:
    """Whether it stands on a line of its own or not; the next step's stays."""
    head = "on: push\njobs:\n  a:\n    steps:\n      - run: >-\n          grype app\n"
    tail = "\n      - run: make clean || true\n"
    text = f"{head}          --fail-on high{end}{tail}"
    root = write_repository(tmp_path, {"Dockerfile": DOCKERFILE, WORKFLOW: text})
    write_plan(root, plan_init(root, close_gaps=True))
    assert (root / WORKFLOW).read_text() == f"{head}          --fail-on high{tail}"


def test_line_endings_of_windows_stay(tmp_path: Path) -> None:
    """So does what is not UTF-8: such a file is left alone."""
    root = write_repository(tmp_path, SOFT)
    for name in ("Makefile", WORKFLOW):
        data = (root / name).read_bytes().replace(b"\n", b"\r\n")
        (root / name).write_bytes(data if name == WORKFLOW else data + b"# \xff\r\n")
    before = (root / "Makefile").read_bytes()
    write_plan(root, plan_init(root, close_gaps=True))
    assert (root / "Makefile").read_bytes() == before
    data = (root / WORKFLOW).read_bytes()
    assert b"|| true\r\n" not in data
    assert data.count(b"\n") == data.count(b"\r\n")


def test_a_workflow_that_is_not_yaml_is_left_alone(tmp_path: Path) -> None:
    """Nothing of it is known, which is said."""
    files = {**SOFT, ".github/workflows/broken.yml": "on: push\njobs: {a: [\n"}
    root = write_repository(tmp_path, files)
    plan = plan_init(root, close_gaps=True)
    assert any(each.startswith("not read, and left as it is: ") for each in plan.notes)
    assert ".github/workflows/broken.yml" not in [each.path for each in plan.files]


def test_the_diff_is_shown_and_nothing_written(tmp_path: Path) -> None:
    """Who is not asked has not agreed."""
    root = write_repository(tmp_path, SOFT)
    before = (root / "Makefile").read_text()
    shown = CliRunner().invoke(COMMAND, [str(root), "--close-gaps"], standalone_mode=False)
    assert "-\t@-trivy image --exit-code 1 app\n" in shown.output
    assert "+\t@trivy image --exit-code 1 app\n" in shown.output
    assert (root / "Makefile").read_text() == before


@pytest.mark.parametrize("name", ["MAKEFILE_ONLY", "GITLAB"])
def test_known_repositories_lose_what_throws_results_away(tmp_path: Path, name: str) -> None:
    """Of whatever system they are."""
    root = write_repository(tmp_path, getattr(repositories, name))
    plan = plan_init(root, close_gaps=True)
    assert "HM-AUDIT-0008" in plan.closes


@pytest.mark.parametrize(
    ("line", "uses", "after"),
    [
        ("uses: a/b@v1", "a/b@v1", f"uses: a/b@{COMMIT} # v1.2.3"),
        ("uses: 'a/b/c@v1.2'  # why", "a/b/c@v1.2", f"uses: 'a/b/c@{COMMIT}' # v1.2.3  # why"),
        ("uses: a/b@1.2.3", "a/b@1.2.3", f"uses: a/b@{COMMIT} # v1.2.3"),
        ("- {uses: A/b@v1}", "A/b@v1", f"- {{uses: A/b@{COMMIT}}}"),
        ("uses: a/b@v1.2.30", "a/b@v1.2.30", None),
        ("uses: a/b@v2", "a/b@v2", None),
        ("uses: a/b@main", "a/b@main", None),
        ("uses: ${{ x }}", "a/b@v1", None),
    ],
)
def test_a_commit_stands_for_its_version_and_its_tags(
    line: str, uses: str, after: str | None
) -> None:
    """Never for another version, never for a branch."""
    lines = Lines("x.yml", line)
    done = pinned(lines, 1, uses, Pins([f"uses: a/b@{COMMIT} # v1.2.3"]))
    assert (done, lines.text()) == (after is not None, after or line)


def test_two_commits_of_one_version_are_none() -> None:
    """Whoever moved the tag, it is not for us to choose."""
    other = COMMIT[::-1]
    pins = Pins([f"uses: a/b@{COMMIT} # v1.2.3", f"uses: a/b@{other} # v1.2.3"])
    assert pins.of("a/b@v1") is None
