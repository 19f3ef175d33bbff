"""What cannot be read is told with its place; the rest is audited."""

from pathlib import Path

import pytest

from hullmark.audit.errors import NothingToAuditError
from hullmark.cli.boundary import run
from hullmark.model.audit import PipelineAudit
from hullmark.pipeline.gaps import find_gaps, verdict_of_audit
from pipeline_repositories import DOCKERFILE, PUSH_ONLY, write_repository


def _with(tmp_path: Path, files: dict[str, str]) -> PipelineAudit:
    return find_gaps(write_repository(tmp_path, {**PUSH_ONLY, **files}))


def _scanned(audit: PipelineAudit) -> bool:
    return audit.images[0].scanners == ("grype",)


def test_a_workflow_that_is_not_yaml(tmp_path: Path) -> None:
    """The message names file, line and column."""
    audit = _with(tmp_path, {".github/workflows/broken.yml": "on: push\njobs: {a: [\n"})
    assert [issue.path for issue in audit.issues] == [".github/workflows/broken.yml"]
    assert ".github/workflows/broken.yml:3:1" in audit.issues[0].cause
    assert _scanned(audit)
    for fail_on in (None, "high"):
        verdict = verdict_of_audit(audit, fail_on=fail_on)
        assert verdict.status == "incomplete"
        assert ".github/workflows/broken.yml:3:1" in verdict.reasons[0].message
    failed = verdict_of_audit(audit, fail_on="low")
    assert failed.status == "fail"
    assert failed.reasons[-1].message.startswith("not read: .github/workflows/broken.yml")
    assert run(["gaps", str(tmp_path)]) == 11


def test_a_dockerfile_that_cannot_be_read_counts_where_gaps_may_fail(tmp_path: Path) -> None:
    """One among test data is often broken on purpose, and no part of the pipeline."""
    audit = _with(tmp_path, {"testdata/Dockerfile": "NOTHING\n"})
    assert [issue.path for issue in audit.issues] == ["testdata/Dockerfile"]
    assert verdict_of_audit(audit, fail_on=None).status == "pass"
    assert verdict_of_audit(audit, fail_on="high").status == "incomplete"


def test_a_bomb_of_anchors(tmp_path: Path) -> None:
    """Aliases count as what they stand for."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    audit = _with(tmp_path, {".github/workflows/bomb.yml": "\n".join(lines)})
    assert any("values" in issue.cause for issue in audit.issues)
    assert _scanned(audit)


def test_workflows_that_call_each_other(tmp_path: Path) -> None:
    """A ring is cut where it comes round, and told."""
    call = "on: {{push: , workflow_call: }}\njobs: {{a: {{uses: ./.github/workflows/{0}.yml}}}}\n"
    audit = _with(
        tmp_path,
        {".github/workflows/x.yml": call.format("y"), ".github/workflows/y.yml": call.format("x")},
    )
    assert {issue.code for issue in audit.issues} == {"HM2361"}
    assert _scanned(audit)


def test_gitlab_files_that_include_each_other(tmp_path: Path) -> None:
    """So is one of includes."""
    audit = _with(
        tmp_path,
        {".gitlab-ci.yml": "include: /a.yml\n", "a.yml": "include: {local: .gitlab-ci.yml}\n"},
    )
    assert {issue.code for issue in audit.issues} == {"HM2361"}
    assert _scanned(audit)


def test_make_targets_that_need_each_other(tmp_path: Path) -> None:
    """A ring of targets ends."""
    audit = _with(tmp_path, {"Makefile": "a: b\n\ttrue\nb: a\n\t$(MAKE) a X=1\n"})
    assert audit.issues == ()
    assert _scanned(audit)


def test_a_script_that_is_no_shell(tmp_path: Path) -> None:
    """It is said to be unknown, with its line."""
    workflow = """
        on: push
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - run: |
                  if true; then
                    echo "never closed
        """
    audit = _with(tmp_path, {".github/workflows/z.yml": workflow})
    assert [unknown.place.path for unknown in audit.unknown] == [".github/workflows/z.yml"]
    assert "not read as shell" in audit.unknown[0].message


def test_a_loop_without_end(tmp_path: Path) -> None:
    """Nested loops stop at a bound, which is told."""
    items = " ".join(str(n) for n in range(120))
    script = (
        f"for a in {items}; do for b in {items}; do for c in {items}; do x $a; done; done; done"
    )
    workflow = f"on: push\njobs: {{a: {{runs-on: x, steps: [{{run: '{script}'}}]}}}}\n"
    audit = _with(tmp_path, {".github/workflows/z.yml": workflow})
    assert {issue.code for issue in audit.issues} == {"HM2362"}


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    """Its size is told; nothing of it is read."""
    audit = _with(tmp_path, {"Makefile": "# x\n" * 1_100_000})
    assert [issue.path for issue in audit.issues] == ["Makefile"]
    assert _scanned(audit)


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    """A script or include above the repository is left alone."""
    (tmp_path / "outside.sh").write_text("trivy image secret")
    root = write_repository(
        tmp_path / "inside",
        {
            "Dockerfile": DOCKERFILE,
            ".github/workflows/a.yml": "on: push\njobs: {a: {steps: [{run: ../outside.sh}]}}\n",
        },
    )
    (root / "link.sh").symlink_to(tmp_path / "outside.sh")
    audit = find_gaps(root)
    assert [image.scanners for image in audit.images] == [()]


def test_a_folder_without_anything(tmp_path: Path) -> None:
    """There is nothing to audit, which is an exit status of its own."""
    (tmp_path / "readme.txt").write_text("nothing")
    with pytest.raises(NothingToAuditError):
        find_gaps(tmp_path)
