"""What looks at an image beside the scanner that is called: by flag, variable or settings."""

from pathlib import Path

import click
import pytest

from hullmark.audit.along import EVERY
from hullmark.audit.catalogue import tools
from hullmark.cli import check, scan
from hullmark.model.audit import PipelineAudit, ScanKind
from hullmark.pipeline.gaps import find_gaps
from hullmark.pipeline.running.adapters import registry_name, runnable, runs_of
from pipeline_repositories import DOCKERFILE, write_repository

WORKFLOW = ".github/workflows/ci.yml"


def _audit(tmp_path: Path, command: str, **more: str) -> PipelineAudit:
    files = {
        "Dockerfile": DOCKERFILE,
        WORKFLOW: f"""
            on: [push, pull_request]
            jobs:
              one:
                runs-on: ubuntu-latest
                steps:
                  - run: docker build -t app .
                  - run: {command}
            """,
    }
    named = {name.replace("_", "."): text for name, text in more.items()}
    return find_gaps(write_repository(tmp_path, files | named))


def _scanners(audit: PipelineAudit) -> tuple[str, ...]:
    (image,) = audit.images
    return image.scanners


def _single(audit: PipelineAudit) -> bool:
    return any(gap.id == "HM-AUDIT-0002" for gap in audit.gaps)


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("--scanner grype", ("grype", "hullmark")),
        ("--scanner=grype --scanner trivy", ("grype", "hullmark", "trivy")),
        ("--scanner grype,osv_scanner", ("grype", "hullmark", "osv-scanner")),
        ("--scanner all", (EVERY, "hullmark")),
        ("--scanner of-my-own", ("hullmark", "of-my-own")),
        ("--scanner native", ("hullmark",)),
        ("--scanner hadolint --scanner syft", ("hullmark",)),
    ],
)
def test_a_scanner_named_by_a_flag_looks_too(
    tmp_path: Path, flags: str, expected: tuple[str, ...]
) -> None:
    """One that reads no images is no second pair of eyes on an image."""
    audit = _audit(tmp_path, f"hullmark scan docker:app {flags}")
    assert _scanners(audit) == expected
    assert _single(audit) == (expected == ("hullmark",))
    assert audit.unknown == ()


def test_what_runs_along_has_the_report_and_the_verdict_of_what_runs_it(tmp_path: Path) -> None:
    """A lost status or report is one gap, not one per scanner."""
    audit = _audit(tmp_path, "hullmark scan docker:app --scanner grype -o a.sarif || true")
    (image,) = audit.images
    assert {(scan.outputs, scan.gate) for scan in image.scans} == {
        (image.scans[0].outputs, image.scans[0].gate)
    }
    assert [gap.subject for gap in audit.gaps if gap.id in ("HM-AUDIT-0008", "HM-AUDIT-0010")] == [
        "hullmark",
        "hullmark",
    ]


def test_a_scanner_of_the_settings_looks_too(tmp_path: Path) -> None:
    """The nearest hullmark.toml counts, and a flag counts instead of it."""
    settings = {"hullmark_toml": 'scanners = ["grype"]\n'}
    assert _scanners(_audit(tmp_path / "a", "hullmark scan docker:app", **settings)) == (
        "grype",
        "hullmark",
    )
    audit = _audit(tmp_path / "b", "hullmark scan docker:app --scanner trivy", **settings)
    assert _scanners(audit) == ("hullmark", "trivy")
    named = _audit(
        tmp_path / "c", "hullmark scan docker:app --config ci.toml", ci_toml='scanners = "dockle"'
    )
    assert _scanners(named) == ("dockle", "hullmark")
    project = {"pyproject_toml": '[tool.hullmark]\nscanners = ["trivy"]\n'}
    assert _scanners(_audit(tmp_path / "d", "hullmark scan docker:app", **project)) == (
        "hullmark",
        "trivy",
    )
    variable = _audit(tmp_path / "e", "HULLMARK_SCANNERS=grype,trivy hullmark scan docker:app")
    assert _scanners(variable) == ("grype", "hullmark", "trivy")


@pytest.mark.parametrize(
    "text", ["scanners = [\n", "scanners = 3\n", "scanners = [[1]]\n", "\0", "\ufeffscanners=[]\n"]
)
def test_settings_that_are_none_break_nothing(tmp_path: Path, text: str) -> None:
    """What cannot be read is told; the scan itself is known all the same."""
    audit = _audit(tmp_path, "hullmark scan docker:app", hullmark_toml=text)
    assert "hullmark" in _scanners(audit)
    assert bool(audit.issues) == (text in ("scanners = [\n", "\0"))


def test_a_scanner_that_only_a_run_knows(tmp_path: Path) -> None:
    """It is said to be unknown and counts as none."""
    audit = _audit(tmp_path, "hullmark scan docker:app --scanner ${{ vars.SECOND }}")
    assert [each.message for each in audit.unknown] == [
        "which scanner hullmark runs along is not known: '${{ vars.SECOND }}'"
    ]
    assert _scanners(audit) == ("hullmark",)


def test_scanners_of_a_repository_look_at_it(tmp_path: Path) -> None:
    """Each looks at what it reads there: files, Dockerfiles or secrets."""
    command = "hullmark scan . --scanner grype --scanner hadolint --scanner gitleaks"
    audit = _audit(tmp_path, command)
    assert {(scan.scanner, scan.kind) for scan in audit.repository} == {
        ("gitleaks", ScanKind.SECRETS),
        ("grype", ScanKind.FILESYSTEM),
        ("hullmark", ScanKind.CONFIGURATION),
    }
    (image,) = audit.images
    assert {scan.scanner for scan in image.lints} == {"hadolint", "hullmark"}


def test_the_action_has_an_input_for_it(tmp_path: Path) -> None:
    """In other repositories the action is called by its name, with names between blanks."""
    uses = "hullmark/hullmark@" + "0" * 40
    files = {
        "Dockerfile": DOCKERFILE,
        WORKFLOW: f"""
            on: push
            jobs:
              one:
                runs-on: ubuntu-latest
                steps:
                  - run: docker build -t app .
                  - uses: {uses}
                    with: {{targets: "docker:app", scanners: "grype trivy"}}
            """,
    }
    audit = find_gaps(write_repository(tmp_path, files))
    assert _scanners(audit) == ("grype", "hullmark", "trivy")


def test_make_hands_its_variables_on(tmp_path: Path) -> None:
    """What stands on make's command line holds in every make below it."""
    makefile = (
        "image:\n\tdocker build -t app .\n"
        "look: image\n\thullmark scan docker:app $(FLAGS)\n"
        "middle:\n\t$(MAKE) look\n"
        'both:\n\t$(MAKE) middle FLAGS="$(FLAGS) --scanner grype"\n'
    )
    audit = find_gaps(write_repository(tmp_path, {"Dockerfile": DOCKERFILE, "Makefile": makefile}))
    assert _scanners(audit) == ("grype", "hullmark")


def test_the_table_knows_what_the_scanners_look_at() -> None:
    """Every scanner that can be run stands in it, under images if it looks for flaws in them."""
    (own,) = (tool for tool in tools() if tool.name == "hullmark")
    kinds = {
        kind: {registry_name(name) for name in names} for kind, names in own.along_looks.items()
    }
    assert set().union(*kinds.values()) == set(runnable())
    images = {name for name, each in runnable().items() if "image" in runs_of(each).takes}
    assert images - kinds["image"] == {"syft", "trufflehog"}  # parts; secrets
    assert kinds["image"] <= images
    folders = {name for name, each in runnable().items() if "repo" in runs_of(each).takes}
    others = set().union(
        *(names for kind, names in kinds.items() if kind not in ("image", "nothing"))
    )
    assert folders - others == {"syft"}
    assert others <= folders


def test_the_table_knows_which_flags_take_a_value() -> None:
    """Otherwise a flag's value would be taken for what is scanned."""
    (own,) = (tool for tool in tools() if tool.name == "hullmark")
    for command in (scan.COMMAND, check.COMMAND):
        valued = {
            name
            for each in command.params
            if isinstance(each, click.Option) and not each.is_flag and not each.count
            for name in each.opts
        }
        assert valued <= own.values
