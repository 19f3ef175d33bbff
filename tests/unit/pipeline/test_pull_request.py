"""Results back from JSON, and what a pull request did: verdict, comment, uploads, alerts."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from github_server import GitHubServer
from hullmark.cli.boundary import run
from hullmark.config.settings import Settings
from hullmark.formats.result import Result
from hullmark.model.component import Component
from hullmark.model.finding import Finding, Fingerprint
from hullmark.model.image import DiffId, Digest
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import ScanResult
from hullmark.pipeline.pull_request import compare_pull_request
from hullmark.pipeline.stored_result import to_scan_result
from hullmark.report.result import write_json
from report_sample import sample

TOKEN = "ghs_s3cretT0ken"


def _clean(result: ScanResult) -> ScanResult:
    """Return it with everything looked at."""
    return replace(
        result,
        ledger=tuple(each for each in result.ledger if each.status in {Status.RAN, Status.CACHED}),
    )


NOW = _clean(sample())
SETTINGS = Settings()


def _without(result: ScanResult, *identifiers: str) -> ScanResult:
    kept = [each for each in result.findings if each.identifiers[0] not in identifiers]
    return replace(result, findings=tuple(kept))


def _older(result: ScanResult, name: str, version: str) -> ScanResult:
    """Return that of an image with a component, or all of a source, at another version."""

    def moved(component: Component | None) -> Component | None:
        if component is None or name not in (component.name, component.source_name):
            return component
        return replace(component, version=version)

    layers = {
        place.layer_index
        for each in result.components
        if name in (each.name, each.source_name)
        for place in each.locations
    }
    target = result.targets[0]
    built = replace(
        target,
        digest=Digest("sha256:" + "1" * 64),
        config_digest=Digest("sha256:" + "2" * 64),
        layers=tuple(
            replace(each, diff_id=DiffId("sha256:" + "9" * 64)) if each.index in layers else each
            for each in target.layers
        ),
    )
    return replace(
        result,
        targets=(built,),
        components=tuple(part for each in result.components if (part := moved(each))),
        findings=tuple(replace(each, component=moved(each.component)) for each in result.findings),
    )


def _names(findings: tuple[Finding, ...]) -> list[tuple[str, str | None]]:
    return [(each.identifiers[0], each.cause) for each in findings]


def test_a_result_comes_back_from_json_as_it_was() -> None:
    """Writing what was read gives the same, but for bytes of a name that are no text."""
    written = msgspec.json.decode(write_json(sample()))
    read = to_scan_result(msgspec.convert(written, type=Result))
    again = msgspec.json.decode(write_json(read))
    assert written["components"].pop()["name"] == again["components"].pop()["name"]
    assert again == written


def test_nothing_changed_is_a_pass() -> None:
    """Old debts do not fail a change, however critical."""
    report = compare_pull_request([NOW], [NOW], settings=SETTINGS)
    assert report.verdict.status == "pass"
    assert (report.added, report.fixed, report.unchanged) == ((), (), 10)


def test_what_came_with_a_component_is_the_changes_own() -> None:
    """A new version of openssl in the lowest layer is a new base image."""
    old = _older(_without(NOW, "CVE-2024-1111"), "openssl", "3.0.10")
    report = compare_pull_request([NOW], [old], settings=SETTINGS)
    assert _names(report.added) == [("CVE-2024-1111", "base image")]
    assert report.verdict.status == "fail"
    assert report.verdict.reasons[0].message == "1 critical with a fix"


def test_policies_about_what_is_new_judge_a_change() -> None:
    """``[gate] new`` has its baseline here, and fails for what the change brought alone."""
    settings = Settings(gate_new="medium")
    old = _older(_without(NOW, "CVE-2024-22195"), "jinja2", "3.1.1")
    report = compare_pull_request([NOW], [old], settings=settings)
    assert report.verdict.status == "fail"
    assert {each.policy for each in report.verdict.reasons if each.finding} == {"HM-GATE-0010"}
    assert compare_pull_request([NOW], [NOW], settings=settings).verdict.status != "fail"


def test_what_newer_advisories_say_is_not() -> None:
    """The component was there before; only the data is newer."""
    old = replace(_without(NOW, "CVE-2024-1111"), data=())
    report = compare_pull_request([NOW], [old], settings=SETTINGS)
    assert report.added == ()
    assert _names(report.elsewhere) == [("CVE-2024-1111", "advisory data")]
    assert report.verdict.status == "pass"


def test_what_another_scanner_says_is_not() -> None:
    """Same component, same data, another version of the program."""
    old = replace(_without(NOW, "CVE-2024-1111"), tool_version="0.0.9")
    report = compare_pull_request([NOW], [old], settings=SETTINGS)
    assert _names(report.elsewhere) == [("CVE-2024-1111", "scanner version")]


def test_a_new_image_is_the_changes_own() -> None:
    """All of it is."""
    other = replace(
        NOW, targets=(replace(NOW.targets[0], name="shop/other:1"),), findings=(), components=()
    )
    report = compare_pull_request([NOW], [other], settings=SETTINGS)
    assert {each.cause for each in report.added} == {"new image"}


def test_a_suppression_that_ended_is_another_reason() -> None:
    """And one that began is told as accepted, not as fixed."""
    hidden = replace(NOW.findings[0], suppressed=True)
    with_it = replace(NOW, findings=(hidden, *NOW.findings[1:]))
    ended = compare_pull_request([NOW], [with_it], settings=SETTINGS)
    assert _names(ended.elsewhere) == [("CVE-2024-1111", "suppression expiry")]
    began = compare_pull_request([with_it], [NOW], settings=SETTINGS)
    assert (_names(began.accepted), began.fixed) == ([("CVE-2024-1111", "suppression")], ())


def test_silence_after_a_failure_is_no_fix() -> None:
    """An image that could not be read this time has not lost its findings."""
    failed = LedgerRow(
        target=NOW.targets[0].name,
        scanner="native",
        check="layer 2",
        status=Status.FAILED,
        reason="unreadable",
    )
    now = replace(_without(NOW, "CVE-2024-1111"), ledger=(*NOW.ledger, failed))
    report = compare_pull_request([now], [NOW], settings=SETTINGS)
    assert report.fixed == ()
    assert report.verdict.status == "incomplete"
    assert any("1 finding of" in each and "proves nothing" in each for each in report.unknown)


class Bench:
    """Files of a run, and the command line over them."""

    def __init__(self, folder: Path, server: GitHubServer, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.server, self.monkeypatch = folder, server, monkeypatch

    def be_of_fork(self) -> None:
        """Let the change come from a fork."""
        file = self.folder / "event.json"
        event = json.loads(file.read_text())
        event["pull_request"]["head"]["repo"]["full_name"] = "eve/shop"
        file.write_text(json.dumps(event))

    def write(self, name: str, result: ScanResult) -> str:
        """Write a result and return its path."""
        (self.folder / name).write_bytes(write_json(result))
        return str(self.folder / name)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """Stand in a workflow run of pull request 7."""
    with GitHubServer("acme/shop", token=TOKEN) as server:
        event = tmp_path / "event.json"
        head = {"sha": "b" * 40, "repo": {"full_name": "acme/shop"}}
        pull = {"number": 7, "base": {"sha": "a" * 40}, "head": head}
        event.write_text(json.dumps({"pull_request": pull}))
        for name in [each for each in os.environ if each.startswith("HULLMARK_")]:
            monkeypatch.delenv(name)
        for name, value in {
            "GITHUB_TOKEN": TOKEN,
            "GITHUB_API_URL": server.url,
            "GITHUB_REPOSITORY": "acme/shop",
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_EVENT_NAME": "pull_request",
            "GITHUB_SHA": "c" * 40,
            "GITHUB_REF": "refs/pull/7/merge",
            "HULLMARK_HOME": str(tmp_path / "home"),
        }.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("GH_TOKEN", raising=False)
        monkeypatch.chdir(tmp_path)
        yield Bench(tmp_path, server, monkeypatch)


def test_the_comment_says_what_was_added_fixed_and_what_to_change(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the command line to the one comment."""
    new = bench.write("new.json", _without(NOW, "CVE-2024-56326"))
    before = _older(_without(NOW, "CVE-2023-43804"), "urllib3", "1.26.20")
    old = bench.write("old.json", _older(before, "jinja2", "3.1.1"))
    assert run(["github", "comment", new, "--baseline", old, "--profile", "strict"]) == 10
    body = bench.server.comments[0]["body"]
    assert body.startswith("<!-- hullmark:comment hullmark -->\n## Hullmark: fail\n")
    assert "**This change adds 1 finding (1 high) and fixes 1 finding (1 high).** 8 f" in body
    assert "### Added by this change\n\n| severity | id |" in body
    assert "| high, **exploited** | [CVE-2023-43804]" in body
    assert "### Fixed by this change\n" in body
    assert "### The one change that clears most\n\n`" in body
    assert "### What could not be known" not in body
    assert body.endswith("<sub>commit `bbbbbbbbbbbb`</sub>\n")
    assert "comment created" in capsys.readouterr().err
    assert run(["github", "comment", new, "--baseline", new]) == 0
    assert len(bench.server.comments) == 1
    assert "## Hullmark: pass" in bench.server.comments[0]["body"]


def test_a_long_comment_is_cut_to_what_github_takes(bench: Bench) -> None:
    """Rows go first; how many there are is said, and everything else stays."""
    many = [
        replace(
            NOW.findings[0],
            id=Fingerprint(f"f{number}"),
            identifiers=(f"CVE-2026-{number:05}",),
            title="|" * 400,
        )
        for number in range(3_000)
    ]
    new = bench.write("new.json", replace(NOW, findings=(*NOW.findings, *many)))
    old = bench.write("old.json", _older(replace(NOW, findings=()), "openssl", "3.0.10"))
    assert run(["github", "comment", new, "--baseline", old]) == 10
    body = bench.server.comments[0]["body"]
    assert len(body) < 65_536
    assert " more findings." in body
    assert "### The one change that clears most" in body


def test_without_a_baseline_the_verdict_is_incomplete(bench: Bench) -> None:
    """Nothing can be blamed on the change, and nothing is passed."""
    assert run(["github", "comment", bench.write("new.json", NOW)]) == 11
    body = bench.server.comments[0]["body"]
    assert "## Hullmark: incomplete" in body
    assert "no result of the base commit aaaaaaaaaaaa was given" in body
    assert "there is nothing to compare with" in body


@pytest.mark.parametrize("text", ["", "{}", '{"schema": "urn:hullmark:result:9"}', "[]"])
def test_a_result_of_another_version_is_incomplete(bench: Bench, text: str) -> None:
    """On either side; the comment says so."""
    good = bench.write("good.json", NOW)
    (bench.folder / "bad.json").write_text(text)
    assert run(["github", "comment", good, "--baseline", "bad.json"]) == 11
    assert "baseline: absent" in bench.server.comments[0]["body"]
    assert run(["github", "comment", "bad.json", "--baseline", good]) == 11
    assert "result: absent" in bench.server.comments[0]["body"]


def test_a_fork_gets_no_comment_and_a_verdict(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its token may write nothing, so nothing is tried; the text goes to standard output."""
    bench.be_of_fork()
    new = bench.write("new.json", NOW)
    assert run(["github", "comment", new, "--baseline", new]) == 0
    assert bench.server.asked == []
    printed = capsys.readouterr()
    assert "comes from the fork eve/shop" in printed.err
    assert "## Hullmark: pass" in printed.out


def test_a_run_for_a_fork_with_the_bases_own_rights_comments(bench: Bench) -> None:
    """``pull_request_target`` has a token that may write."""
    bench.be_of_fork()
    bench.monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request_target")
    new = bench.write("new.json", NOW)
    assert run(["github", "comment", new, "--baseline", new]) == 0
    assert len(bench.server.comments) == 1


def test_without_a_token_the_comment_is_printed(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A run on a desk sends nothing; a workflow that was to comment and could not is incomplete."""
    monkeypatch.delenv("GITHUB_TOKEN")
    new = bench.write("new.json", NOW)
    assert run(["github", "comment", new, "--baseline", new, "--quiet"]) == 11
    assert "## Hullmark: incomplete\n" in (printed := capsys.readouterr().out)
    assert "there is no token (GITHUB" in printed
    monkeypatch.delenv("GITHUB_EVENT_NAME")
    assert run(["github", "comment", new, "--baseline", new]) == 0
    assert bench.server.asked == []
    assert "there is no token" in capsys.readouterr().err


@pytest.mark.parametrize("text", [None, "", "[1]", "{}", '{"pull_request": null}'])
def test_an_event_that_tells_nothing_is_incomplete(
    bench: Bench, capsys: pytest.CaptureFixture[str], text: str | None
) -> None:
    """Which pull request it is, and whether of a fork, is not known: that is no pass."""
    event = bench.folder / "event.json"
    event.unlink() if text is None else event.write_text(text)
    new = bench.write("new.json", NOW)
    assert run(["github", "comment", new, "--baseline", new, "--quiet"]) == 11
    printed = capsys.readouterr().out
    assert "## Hullmark: incomplete\n" in printed
    assert printed.count("- event: absent, the event ") == 1
    assert bench.server.asked == []


def test_a_push_without_a_commit_before_it_is_incomplete(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new branch has nothing to be compared with."""
    (bench.folder / "event.json").write_text(json.dumps({"before": "0" * 40}))
    bench.monkeypatch.setenv("GITHUB_EVENT_NAME", "push")
    assert run(["github", "comment", bench.write("new.json", NOW), "--quiet"]) == 11
    assert "the push has no commit before it" in capsys.readouterr().out


def test_what_fails_stays_failed_where_the_comment_cannot_be_written(bench: Bench) -> None:
    """A policy's failure is not softened to incomplete by a server."""
    bench.server.fault("POST", status=403, message="no")
    new = bench.write("new.json", NOW)
    old = bench.write("old.json", _older(_without(NOW, "CVE-2024-22195"), "jinja2", "3.1.1"))
    bench.monkeypatch.setenv("HULLMARK_GATE_NEW", "medium")
    assert run(["github", "comment", new, "--baseline", old]) == 10


@pytest.mark.parametrize(
    ("status", "headers"),
    [(401, {}), (403, {}), (404, {}), (403, {"Retry-After": "3600"}), (429, {"Retry-After": "99"})],
)
def test_a_comment_that_cannot_be_written_is_incomplete(
    bench: Bench,
    capsys: pytest.CaptureFixture[str],
    status: int,
    headers: dict[str, str],
) -> None:
    """No rights, or too many requests: the reason is said, the token is not."""
    bench.server.fault("POST", status=status, headers=headers, message="no")
    new = bench.write("new.json", NOW)
    assert run(["github", "comment", new, "--baseline", new]) == 11
    printed = capsys.readouterr()
    assert "could not be written" in printed.out
    assert TOKEN not in printed.out + printed.err


def test_the_summary_is_markdown_and_passes(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    """The step that writes a summary never fails a run."""
    new = bench.write("new.json", NOW)
    assert run(["github", "summary", new, "--baseline", new]) == 0
    printed = capsys.readouterr().out
    assert "This change adds nothing and fixes nothing" in printed
    assert "### Findings" in printed


def test_uploads_go_one_per_category(bench: Bench) -> None:
    """Two images are two categories, so neither overwrites the other."""
    other = replace(NOW, targets=(replace(NOW.targets[0], name="shop/other:1"),), findings=())
    files = [bench.write("a.json", NOW), bench.write("b.json", other)]
    assert run(["github", "upload", *files]) == 0
    ids = [log["runs"][0]["automationDetails"]["id"] for log in bench.server.logs()]
    assert ids == [
        "hullmark/registry.example.com/shop/app/linux/amd64/",
        "hullmark/docker.io/shop/other/linux/amd64/",
    ]
    assert {(each["commit_sha"], each["ref"]) for each in bench.server.uploads} == {
        ("c" * 40, "refs/pull/7/merge")
    }


def test_a_sarif_log_of_others_is_uploaded_under_the_category_given(bench: Bench) -> None:
    """Each run becomes an upload of its own."""
    log = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": []}]}
    (bench.folder / "x.sarif").write_text(json.dumps(log))
    assert run(["github", "upload", "x.sarif", "--category", "x/app"]) == 0
    assert bench.server.logs()[0]["runs"][0]["automationDetails"] == {"id": "x/app/"}


@pytest.mark.parametrize(("state", "said"), [("pending", "not taken in"), ("failed", "no runs")])
def test_an_upload_that_is_not_taken_in_is_incomplete(
    bench: Bench, capsys: pytest.CaptureFixture[str], state: str, said: str
) -> None:
    """Sent is not the same as shown; who does not wait does not ask."""
    bench.monkeypatch.setattr("hullmark.forge.code_scanning._POLL_S", 0.0)
    bench.server.processing = state
    new = bench.write("new.json", NOW)
    assert run(["github", "upload", new]) == 11
    assert said in capsys.readouterr().err
    assert run(["github", "upload", new, "--no-wait"]) == 0


def test_an_upload_that_is_refused_is_incomplete(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    """Code scanning may be off, or the job may lack the permission."""
    bench.server.fault("POST", status=403, message="Advanced Security must be enabled")
    assert run(["github", "upload", bench.write("new.json", NOW)]) == 11
    assert "Advanced Security must be enabled" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "[]", '{"runs": 1}', '{"runs": [1]}', "\0", "{"])
def test_what_is_no_report_is_not_uploaded(bench: Bench, text: str) -> None:
    """Said before anything is sent."""
    (bench.folder / "x.sarif").write_text(text)
    assert run(["github", "upload", "x.sarif"]) == 1
    assert bench.server.uploads == []


def _alert(number: int, category: str, state: str = "open") -> dict[str, object]:
    return {
        "number": number,
        "state": state,
        "html_url": f"https://github.com/acme/shop/security/code-scanning/{number}",
        "rule": {"id": "CVE-2020-0001"},
        "most_recent_instance": {"category": category, "location": {"path": "Dockerfile"}},
    }


def test_alerts_of_images_that_are_gone_are_listed_and_dismissed(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only ours, only orphans, only when asked, over all pages."""
    kept = "hullmark/registry.example.com/shop/app/linux/amd64/"
    bench.server.alerts += [_alert(number, kept) for number in range(1, 150)]
    bench.server.alerts += [_alert(200, "hullmark/shop/gone/linux/amd64"), _alert(201, "mine")]
    new = bench.write("new.json", NOW)
    arguments = ["github", "reconcile", new, "--ref", "refs/heads/main"]
    assert run(arguments) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("orphaned 200 CVE-2020-0001 hullmark/shop/gone/linux/amd64 https:")
    assert printed.count("\n") == 1
    assert bench.server.writes() == []
    assert run([*arguments, "--dismiss"]) == 0
    assert bench.server.writes() == ["PATCH /repos/acme/shop/code-scanning/alerts/200"]
    gone = bench.server.alerts[149]
    assert (gone["state"], gone["dismissed_reason"]) == ("dismissed", "won't fix")


def test_nothing_is_dismissed_where_an_image_could_not_be_scanned(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its alerts are not orphans."""
    row = LedgerRow(
        target="shop/gone", scanner="hullmark", check="image", status=Status.FAILED, reason="x"
    )
    new = bench.write("new.json", replace(NOW, ledger=(*NOW.ledger, row)))
    assert run(["github", "reconcile", new, "--ref", "refs/heads/main", "--dismiss"]) == 11
    assert "shop/gone" in capsys.readouterr().err
    assert bench.server.asked == []


def test_a_result_without_images_dismisses_nothing(bench: Bench) -> None:
    """An empty run must not close every alert."""
    new = bench.write("new.json", replace(NOW, targets=(), ledger=()))
    assert run(["github", "reconcile", new, "--ref", "refs/heads/main", "--dismiss"]) == 2
    assert bench.server.asked == []
