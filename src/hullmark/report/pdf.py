"""PDF: the HTML report on paper, made by a browser that is there already."""

import os
import re
import shutil
from pathlib import Path

from hullmark.kernel import processes
from hullmark.kernel.errors import HullmarkError
from hullmark.kernel.space import scratch_folder
from hullmark.model.scan import ScanResult
from hullmark.report.errors import NoBrowserError, PrintingError
from hullmark.report.html.write import write_paper

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "chrome-headless-shell",
    "headless_shell",
    "microsoft-edge",
    "msedge",
    "brave-browser",
)
"""Programs that print a page without a screen, in the order they are looked for."""

_TIMEOUT_S = 180.0
"""A thousand findings take a few seconds, on a busy runner ten times as long."""
_OUTPUT_BYTES = 1024 * 1024
_PDF_BYTES = 256 * 1024 * 1024
"""A hundred pages take less than 2 MiB."""
_DATE = re.compile(rb"(?<=Date \(D:)\d{14}\+00'00'", re.ASCII)


def write_pdf(result: ScanResult) -> bytes:
    """Return the report as PDF; the most urgent 1,000 findings, the others counted.

    Raises:
        NoBrowserError: No browser that can print is installed.
        PrintingError: The browser failed, or took too long.
    """
    browser = find_browser()
    with scratch_folder("hullmark-pdf-") as folder:
        page = folder / "report.html"
        page.write_bytes(write_paper(result))
        content = _print(browser, page, folder)
    # The browser writes the time of printing; the report is of the time of the scan.
    moment = f"{result.created_at:%Y%m%d%H%M%S}+00'00'".encode()
    return _DATE.sub(moment, content)


def find_browser() -> str:
    """Return the path of the first browser that is there.

    Raises:
        NoBrowserError: There is none.
    """
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    raise NoBrowserError(
        "no browser that can print to PDF is installed",
        hint="install chromium, or write the report as HTML and print that",
    )


def _print(browser: str, page: Path, folder: Path) -> bytes:
    out = folder / "report.pdf"
    try:
        completed = processes.run(
            _command(browser, page, out, folder),
            timeout_s=_TIMEOUT_S,
            environment={**processes.allowed_environment(), "HOME": str(folder)},
            output_limit_bytes=_OUTPUT_BYTES,
        )
    except HullmarkError as error:
        raise PrintingError(
            f"'{browser}' did not print the report: {error}",
            hint="write the report as HTML and print that",
        ) from error
    if not out.is_file():
        last = completed.errors.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
        raise PrintingError(
            f"'{browser}' ended with {completed.status} and printed nothing: {last}",
            hint="write the report as HTML and print that",
        )
    with out.open("rb") as file:
        content = file.read(_PDF_BYTES)
    if not content.startswith(b"%PDF-") or len(content) == _PDF_BYTES:
        raise PrintingError(f"'{browser}' printed something that is no PDF")
    return content


def _command(browser: str, page: Path, out: Path, folder: Path) -> list[str]:
    command = [
        browser,
        "--headless",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-extensions",
        "--disable-background-networking",
        "--no-first-run",
        # The page asks for nothing; this makes sure that nothing else of the browser does.
        "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={folder / 'profile'}",
        "--no-pdf-header-footer",
        f"--print-to-pdf={out}",
        page.as_uri(),
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # As root the browser's own sandbox does not start; the page has no script and no address.
        command.insert(1, "--no-sandbox")
    return command
