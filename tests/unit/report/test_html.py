"""The HTML report: complete without JavaScript, closed to everything from outside."""

import base64
import hashlib
import re

import pytest
from msgspec.structs import replace

from hullmark.model.finding import Fingerprint
from hullmark.model.scan import Reason, VerdictStatus
from hullmark.report.html.rows import BLOCK
from hullmark.report.html.write import SHOWN_ROWS, write_html, write_paper
from page_reader import Page
from report_sample import HOSTILE, empty, sample, two_targets


def test_everything_is_in_the_page() -> None:
    """Verdict with reason, every check, every change, every finding, every component."""
    result = sample()
    text = Page(write_html(result)).text
    assert "3 critical with a fix" in text
    for row in result.ledger:
        assert row.check in text
    for finding in result.findings:
        assert finding.identifiers[0] in text
    for component in result.components:
        assert component.version in text
    assert "clears 3 of 10, 1 exploited" in text
    assert "3 checks did not run, or not in full." in text


def test_what_did_not_run_comes_first() -> None:
    """Failed checks stand above those that went well."""
    page = Page(write_html(sample()))
    states = [row[0] for row in page.data["ledger"]]
    assert states == ["failed", "stale data", "partial", "ran"]


def test_an_empty_result_says_so() -> None:
    """No table without rows, no chart without numbers."""
    text = Page(write_html(empty())).text
    assert "Nothing was found." in text
    assert "The ledger is empty." in text
    assert "Nothing was examined." in text
    assert "By severity" not in text


def test_nothing_is_fetched_and_nothing_foreign_runs() -> None:
    """The policy allows exactly the style and the script that are there."""
    document = write_html(two_targets()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', document)
    assert policy
    rules = policy[1].replace("&#39;", "'").split("; ")
    assert rules[0] == "default-src 'none'"
    for kind, tag in (("style-src", "style"), ("script-src", "script")):
        body = re.search(rf"<{tag}>(.*?)</{tag}>", document, re.DOTALL)
        assert body
        digest = base64.b64encode(hashlib.sha256(body[1].encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in rules
    for tag, attributes in Page(document.encode()).elements:
        assert tag not in ("iframe", "object", "embed", "img", "base")
        assert "src" not in attributes
        assert "style" not in attributes
        assert tag != "link" or str(attributes["href"]).startswith("data:image/svg+xml")


def test_hostile_names_stay_text() -> None:
    """A name with markup, a script end and control characters is shown, not obeyed."""
    evil = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> ]]>\x00"
    result = sample()
    one = replace(result.findings[0], title=evil, description=evil, references=(evil,))
    page = Page(write_html(replace(result, findings=(one,), settings={evil: evil})))
    assert page.scripts == 1
    assert page.data["findings"][0][9] == evil.replace("\x00", "\\x00")
    assert "img" not in {tag for tag, _ in page.elements}
    assert page.data["details-0"][0][4] == []
    assert HOSTILE not in page.text


def test_suppressed_findings_are_marked_and_told_apart() -> None:
    """They come after the others, carry their reason, and do not count."""
    result = sample()
    page = Page(write_html(result))
    assert page.data["names"]["open"] == len(result.findings) - 1
    assert [row[3] & 2 for row in page.data["findings"]][-1] == 2
    assert page.data["details-0"][-1][-1] == "no reason is recorded"
    assert "1 suppressed finding" in page.text


def test_rows_beyond_the_first_are_counted_and_in_the_data() -> None:
    """The page says how many it does not show; the data has all of them in blocks."""
    result = sample()
    many = [
        replace(
            result.findings[3], id=Fingerprint(f"f{number}"), identifiers=(f"CVE-1-{number:05}",)
        )
        for number in range(BLOCK + SHOWN_ROWS + 1)
    ]
    page = Page(write_html(replace(result, findings=tuple(many))))
    rows = [attributes for tag, attributes in page.elements if tag == "tr" and "id" in attributes]
    assert len(rows) == SHOWN_ROWS
    assert f"{BLOCK + 1} more findings" in page.text
    assert len(page.data["findings"]) == len(many)
    assert [len(page.data[f"details-{block}"]) for block in range(2)] == [BLOCK, SHOWN_ROWS + 1]


def test_reasons_lead_to_their_findings() -> None:
    """A reason that names a finding is a link to its row; very many are counted."""
    result = sample()
    reasons = [Reason(message="one", finding=result.findings[0].id)]
    reasons += [Reason(message=f"reason {number}") for number in range(300)]
    verdict = replace(result.verdict, reasons=tuple(reasons))
    page = Page(write_html(replace(result, verdict=verdict)))
    links = [a["href"] for tag, a in page.elements if tag == "a" and "data-row" in a]
    position = [row[4].split()[0] for row in page.data["findings"]].index("CVE-2024-1111")
    assert links == [f"#finding-{position}"]
    assert "And 101 more" in page.text


@pytest.mark.parametrize("status", VerdictStatus)
def test_every_verdict_has_its_sign(status: VerdictStatus) -> None:
    """The word stands in the title, too: a tab tells it without being opened."""
    result = sample()
    document = write_html(replace(result, verdict=replace(result.verdict, status=status))).decode()
    assert (
        f"<title>{status.value}: registry.example.com/shop/app:2.4 · Hullmark</title>" in document
    )
    assert f'class="verdict {status.value}"' in document


def test_paper_has_no_script_and_no_data() -> None:
    """What is printed holds what is seen."""
    page = Page(write_paper(sample()))
    assert page.scripts == 0
    assert not any(page.data.values())
    assert "3 critical with a fix" in page.text
