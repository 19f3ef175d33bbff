"""The HTML document: a page for reading, and its rows as JSON for filtering."""

import base64
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from hullmark.model.scan import ScanResult
from hullmark.report.html.page import make_page
from hullmark.report.html.rows import Rows, data_blocks

if TYPE_CHECKING:
    from jinja2 import Template

SHOWN_ROWS = 100
"""Rows of each table that stand in the page itself, for readers without JavaScript; as many as the
script shows at once."""
_PRINTED_ROWS = 1_000
"""Rows of each table on paper: some forty pages of findings."""
_MARK = b"<!-- rows -->"
"""Where the rows go. No text of a result can hold it: ``<`` is escaped everywhere."""
_SCRIPTS = ("slices.js", "drawing.js", "report.js")
_FOLDER = Path(__file__).parent


def write_html(result: ScanResult) -> bytes:
    """Return one HTML document with style, script and data inside."""
    rows = Rows(result)
    page = _render(rows, shown=SHOWN_ROWS, script="".join(map(_text, _SCRIPTS)))
    before, _, after = page.partition(_MARK)
    return b"".join([before, *data_blocks(rows), after])


def write_paper(result: ScanResult) -> bytes:
    """Return the document as it is to be printed: without script and data, with more rows."""
    return _render(Rows(result), shown=_PRINTED_ROWS, script="")


def _render(rows: Rows, *, shown: int, script: str) -> bytes:
    style = _text("report.css")
    return (
        _template()
        .render(
            page=make_page(rows, shown=shown),
            style=_markup(style),
            script=_markup(script),
            policy="; ".join(_policy(style, script)),
            mark=_markup(_MARK.decode()),
        )
        .encode()
        + b"\n"
    )


def _policy(style: str, script: str) -> Iterator[str]:
    """Yield a policy under which nothing runs but our script, and nothing is fetched at all."""
    yield "default-src 'none'"
    yield f"style-src '{_hash(style)}'"
    if script:
        yield f"script-src '{_hash(script)}'"
    yield "img-src data:"
    yield "base-uri 'none'"
    yield "form-action 'none'"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _markup(text: str) -> str:
    from markupsafe import Markup  # noqa: PLC0415 - with Jinja

    return Markup(text)  # noqa: S704 - our own files, nothing of a result


@lru_cache(maxsize=1)
def _template() -> "Template":
    import jinja2  # noqa: PLC0415 - 60 ms that only this report pays

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_text("report.html"))
