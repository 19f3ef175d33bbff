"""The HTML report in a real browser: quiet, closed, accessible, quick to filter."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hullmark.model.finding import Fingerprint
from hullmark.model.scan import Reason, ScanResult
from hullmark.report.errors import NoBrowserError
from hullmark.report.formats import write
from hullmark.report.pdf import find_browser
from report_sample import empty, sample, two_targets

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for all pages."""
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield found
        found.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Open a result as a page; whatever the page complains of or asks for fails the test."""
    complaints: list[str] = []
    contexts = []

    def opened(result: ScanResult, **options: Any) -> Any:
        path = tmp_path / "report.html"
        path.write_bytes(write(result, "html"))
        context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(("data:", path.as_uri()))
                else complaints.append(request.url)
            ),
        )
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _many(number: int) -> ScanResult:
    result = sample()
    return replace(
        result,
        findings=tuple(
            replace(
                result.findings[3 + at % 4],
                id=Fingerprint(f"f{at}"),
                identifiers=(f"CVE-2024-{at:05}",),
                title=f"Flaw number {at}",
                suppressed=at % 100 == 99,
                suppression="accepted" if at % 100 == 99 else "",
            )
            for at in range(number)
        ),
    )


def _count(page: Any) -> str:
    return str(page.inner_text("#findings .pager .count"))


@pytest.mark.parametrize("result", [sample(), empty(), two_targets()], ids=["one", "none", "two"])
def test_a_page_opens_without_a_word(show: Any, result: ScanResult) -> None:
    """No message on the console, no request to anywhere, no script that the policy refuses."""
    page = show(result)
    page.wait_for_load_state("networkidle")
    assert page.inner_text("h1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("result", [sample(), two_targets()], ids=["one", "two"])
def test_it_is_accessible(show: Any, result: ScanResult, scheme: str) -> None:
    """Axe finds nothing serious in either scheme, with every row opened."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed"
    )
    page = show(result, color_scheme=scheme, bypass_csp=True)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    found = axe.Axe().run(page).response["violations"]
    serious = [
        (each["id"], [node["html"][:200] for node in each["nodes"][:3]])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_it_is_accessible_on_a_phone(show: Any) -> None:
    """Nothing scrolls sideways on a narrow screen, and axe finds nothing serious there."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed"
    )
    page = show(two_targets(), bypass_csp=True)
    page.set_viewport_size({"width": 380, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    found = axe.Axe().run(page).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []


def test_search_and_filters_narrow_the_list(show: Any) -> None:
    """Words, severity, fix and reset; the count says how many of how many."""
    page = show(_many(1_000))
    assert _count(page) == "1–100 of 990"
    page.fill("#findings [data-search]", "jinja2 flaw NUMBER 12")
    page.locator("#findings .count", has_text="in all").wait_for()
    shown = page.locator("#findings tbody tr").count()
    assert 0 < shown < 20
    assert _count(page) == f"1–{shown} of {shown} (990 in all)"
    page.click("#findings button[type=reset]")
    page.locator("#findings .count", has_text="of 990").wait_for()
    page.uncheck("#findings [data-level='1']")
    page.locator("#findings .count", has_text="in all").wait_for()
    assert "high" not in page.locator("#findings tbody .level").all_inner_texts()
    page.fill("#findings [data-search]", "nothing like this")
    page.locator("#findings .count", has_text="Nothing fits").wait_for()


def test_pages_sorting_and_details_work(show: Any) -> None:
    """The next rows, another order, and what only an opened row shows."""
    page = show(_many(1_000))
    first = page.inner_text("#findings tbody tr td.name")
    page.click("#findings .pager button >> text=Next")
    assert _count(page) == "101–200 of 990"
    assert page.inner_text("#findings tbody tr td.name") != first
    page.click("#findings th >> text=Finding")
    assert page.inner_text("#findings tbody tr td.name").startswith("CVE-2024-00000")
    page.click("#findings th >> text=Finding")
    assert page.inner_text("#findings tbody tr td.name").startswith("CVE-2024-00998")
    assert page.get_attribute("#findings th[aria-sort]", "aria-sort") == "descending"
    page.click("#findings tbody tr summary")
    assert "Fingerprint" in page.inner_text("#findings tbody tr .detail")


def test_an_order_found_in_slices_is_the_right_one(show: Any) -> None:
    """More rows than one run of the merge: by text both ways, and the newest click counts."""
    number = 9_000
    result = _many(number)
    page = show(
        replace(
            result,
            findings=tuple(
                replace(each, identifiers=(f"CVE-2024-{at * 7_919 % number:05}",))
                for at, each in enumerate(result.findings)
            ),
        )
    )
    settled = page.locator("#findings .grid:not([aria-busy])")
    page.click("#findings th >> text=Finding")
    settled.wait_for()

    def names() -> list[str]:
        return [each.split()[0] for each in page.locator("td.name").all_inner_texts()]

    shown = sorted(f"CVE-2024-{at * 7_919 % number:05}" for at in range(number) if at % 100 != 99)
    assert names() == shown[:100]
    for _ in range(3):
        page.click("#findings th >> text=Finding", delay=0)
    settled.wait_for()
    assert page.get_attribute("#findings th[aria-sort]", "aria-sort") == "descending"
    assert names() == shown[:-101:-1]


def test_suppressed_findings_are_shown_when_asked_for(show: Any) -> None:
    """They are left out at first, and marked where they are shown."""
    page = show(_many(1_000))
    page.check("#findings [data-suppressed]")
    page.locator("#findings .count", has_text="of 1,000").wait_for()
    page.fill("#findings [data-search]", "number 99")
    page.locator("#findings .count", has_text="in all").wait_for()
    assert "suppressed" in page.inner_text("#findings tbody")


def test_links_lead_to_findings_wherever_they_are(show: Any) -> None:
    """A reason opens its row on another page; a change shows the findings it clears."""
    result = _many(1_000)
    reason = Reason(message="this one", finding=result.findings[501].id)
    page = show(replace(result, verdict=replace(result.verdict, reasons=(reason,))))
    page.click("text=this one")
    assert page.inner_text("tr.found td.name").startswith("CVE-2024-00501")
    assert "Fingerprint" in page.inner_text("tr.found .detail")
    page.click("#fixes li button >> nth=0")
    page.locator("#findings .count", has_text="in all").wait_for()
    assert page.is_visible("#findings p.rest")


def test_it_is_readable_without_javascript(show: Any) -> None:
    """The first rows, the number of the others, no dead control."""
    page = show(_many(1_000), java_script_enabled=False)
    assert page.locator("#findings tbody tr").count() == 100
    assert page.is_visible("text=890 more findings")
    assert not page.is_visible("#findings .tools")
    assert not page.is_visible("#findings .pager")
    page.click("#findings tbody tr summary")
    assert "Fingerprint" in page.inner_text("#findings tbody tr .detail")


def test_the_pdf_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser prints it; its dates are those of the scan."""
    content = write(sample(), "pdf")
    assert content.startswith(b"%PDF-")
    assert b"(D:20261124093000+00'00')" in content
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(NoBrowserError) as caught:
        find_browser()
    assert caught.value.hint
