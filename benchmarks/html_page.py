"""Open the HTML report of a large result in Chromium: opening, filtering, sorting, longest freeze.

    PYTHONPATH=src python benchmarks/html_page.py [--findings 100000]

Needs the packages ``playwright`` and Debian's ``chromium``.
"""

import argparse
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hullmark.report.formats import write
from report import make_result

_WATCH = """
window.freezes = [];
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) window.freezes.push(Math.round(each.duration));
}).observe({ type: "longtask", buffered: true });
"""
"""Notes every stretch of more than 50 ms in which the page does not answer."""


def _timed(page: Any, what: str, act: Callable[[], object]) -> None:
    page.evaluate("window.freezes = []")
    start = time.perf_counter()
    act()
    spent = time.perf_counter() - start
    page.wait_for_timeout(300)
    longest = max(page.evaluate("window.freezes"), default=0)
    print(f"{what:40} {spent * 1e3:8.0f} ms   longest freeze {longest:4} ms")


def _count(page: Any, words: str) -> None:
    page.locator("#findings .count", has_text=words).wait_for()


def _sort(page: Any, column: str) -> None:
    page.click(f"#findings th >> text={column}")
    page.locator("#findings .grid:not([aria-busy])").wait_for()


def _measure(page: Any, path: Path) -> None:
    start = time.perf_counter()
    page.goto(path.as_uri())
    print(f"{'open':40} {(time.perf_counter() - start) * 1e3:8.0f} ms", end="   ")
    page.wait_for_timeout(3_000)
    print(f"longest freeze {max(page.evaluate('window.freezes'), default=0):4} ms")

    def search(words: str, seen: str) -> Callable[[], None]:
        def act() -> None:
            page.fill("#findings [data-search]", words)
            _count(page, seen)

        return act

    def uncheck() -> None:
        page.uncheck("#findings [data-level='2']")
        page.locator("#findings .count", has_text="in all").wait_for()

    _timed(page, "search that keeps few", search("component-1234 buffer", "in all"))
    _timed(page, "search that keeps none", search("no such thing", "Nothing fits"))
    _timed(page, "search that keeps all", search("buffer", "1–100 of 100,000"))
    _timed(page, "filter by severity", uncheck)
    for column in ("Finding", "Finding", "In", "What", "Severity"):
        _timed(page, f"sort by {column}", partial(_sort, page, column))
    _timed(page, "next page", lambda: page.click("#findings .pager button >> text=Next"))
    _timed(page, "open a row", lambda: page.click("#findings tbody tr summary"))


def main() -> None:
    """Write the page, open it, use it."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=100_000)
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder, sync_playwright() as started:
        path = Path(folder, "report.html")
        path.write_bytes(write(make_result(arguments.findings, arguments.findings // 5), "html"))
        print(f"{arguments.findings:,} findings, {path.stat().st_size / 1e6:.0f} MB")
        browser = started.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(bypass_csp=True)
        page.add_init_script(_WATCH)
        _measure(page, path)
        browser.close()


if __name__ == "__main__":
    main()
