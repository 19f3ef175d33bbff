"""The list of report formats, by name and by the suffix of a file."""

import os
from collections.abc import Callable, Iterator

import msgspec

from hullmark.formats.document import without_collection
from hullmark.model.scan import ScanResult
from hullmark.report.errors import UnknownFormatError, UnknownSuffixError


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """One format a result can be written in."""

    name: str
    title: str
    """What it is, for help texts."""
    suffixes: tuple[str, ...]
    """File suffixes that mean it, lower case; the first is the usual one."""
    write: Callable[[ScanResult], bytes]
    pieces: Callable[[ScanResult], Iterator[bytes]] | None = None
    """The same bytes one after the other, where a result may have millions of findings."""
    needs: str = ""
    """A program that has to be there, in words; empty where none is needed."""


def write(result: ScanResult, format: str) -> bytes:  # noqa: A002 - the word people use
    """Return the result in a format.

    Raises:
        UnknownFormatError: There is no format of that name.
    """
    found = find_format(format)
    with without_collection():
        return found.write(result)


def write_pieces(result: ScanResult, format: str) -> Iterator[bytes]:  # noqa: A002 - see ``write``
    """Yield the result in a format, in pieces where that saves memory.

    Raises:
        UnknownFormatError: There is no format of that name.
    """
    found = find_format(format)
    with without_collection():
        if found.pieces is None:
            yield found.write(result)
        else:
            yield from found.pieces(result)


def find_format(name: str) -> Format:
    """Return a format by name.

    Raises:
        UnknownFormatError: There is none of that name.
    """
    found = FORMATS.get(name)
    if found is None:
        raise UnknownFormatError(
            f"there is no report format '{name}'", hint=f"formats: {', '.join(FORMATS)}"
        )
    return found


def format_of(path: str | os.PathLike[str]) -> str:
    """Return the name of the format that a file's name stands for.

    Raises:
        UnknownSuffixError: The name says nothing about the format.
    """
    name = os.fspath(path).replace("\\", "/").rpartition("/")[2].lower()
    matching = [
        (len(suffix), found.name)
        for found in FORMATS.values()
        for suffix in found.suffixes
        if name.endswith(suffix)
    ]
    if not matching:
        listed = ", ".join(suffix for found in FORMATS.values() for suffix in found.suffixes)
        raise UnknownSuffixError(
            f"cannot tell the report format of '{os.fspath(path)}'",
            hint=f"use one of the suffixes {listed}, or FORMAT=PATH",
        )
    # ``.cdx.json`` says more than ``.json``.
    return max(matching)[1]


# Each writer is imported when it is used: a scan that prints a table pays for none of them.


def _json(result: ScanResult) -> bytes:
    from hullmark.report.result import write_json  # noqa: PLC0415

    return write_json(result)


def _sarif(result: ScanResult) -> bytes:
    from hullmark.report.sarif.write import write_sarif  # noqa: PLC0415

    return write_sarif(result)


def _sarif_pieces(result: ScanResult) -> Iterator[bytes]:
    from hullmark.report.sarif.write import sarif_pieces  # noqa: PLC0415

    return sarif_pieces(result)


def _cyclonedx(result: ScanResult) -> bytes:
    from hullmark.report.cyclonedx.write import write_cyclonedx  # noqa: PLC0415

    return write_cyclonedx(result)


def _spdx(result: ScanResult) -> bytes:
    from hullmark.report.spdx.write import write_spdx  # noqa: PLC0415

    return write_spdx(result)


def _markdown(result: ScanResult) -> bytes:
    from hullmark.report.markdown import write_markdown  # noqa: PLC0415

    return write_markdown(result)


def _html(result: ScanResult) -> bytes:
    from hullmark.report.html.write import write_html  # noqa: PLC0415

    return write_html(result)


def _csv(result: ScanResult) -> bytes:
    from hullmark.report.rows import write_csv  # noqa: PLC0415

    return write_csv(result)


def _pdf(result: ScanResult) -> bytes:
    from hullmark.report.pdf import write_pdf  # noqa: PLC0415

    return write_pdf(result)


def _junit(result: ScanResult) -> bytes:
    from hullmark.report.junit import write_junit  # noqa: PLC0415

    return write_junit(result)


def _gitlab(result: ScanResult) -> bytes:
    from hullmark.report.gitlab import write_gitlab  # noqa: PLC0415

    return write_gitlab(result)


def _sonar(result: ScanResult) -> bytes:
    from hullmark.report.sonar import write_sonar  # noqa: PLC0415

    return write_sonar(result)


def _openvex(result: ScanResult) -> bytes:
    from hullmark.report.openvex import write_openvex  # noqa: PLC0415

    return write_openvex(result)


FORMATS = {
    found.name: found
    for found in (
        Format(name="json", title="Hullmark's own result", suffixes=(".json",), write=_json),
        Format(
            name="sarif",
            title="SARIF 2.1.0 for code scanning",
            suffixes=(".sarif", ".sarif.json"),
            write=_sarif,
            pieces=_sarif_pieces,
        ),
        Format(
            name="cyclonedx",
            title="CycloneDX 1.6 with vulnerabilities",
            suffixes=(".cdx.json", ".cyclonedx.json", "bom.json"),
            write=_cyclonedx,
        ),
        Format(name="spdx", title="SPDX 2.3", suffixes=(".spdx.json",), write=_spdx),
        Format(
            name="markdown",
            title="Markdown for a job summary",
            suffixes=(".md", ".markdown"),
            write=_markdown,
        ),
        Format(
            name="html",
            title="one HTML page: offline, filtered in the browser, printable",
            suffixes=(".html", ".htm"),
            write=_html,
        ),
        Format(
            name="pdf",
            title="the HTML page on paper, printed by a browser",
            suffixes=(".pdf",),
            write=_pdf,
            needs="Chromium, Chrome or Edge",
        ),
        Format(name="csv", title="one row per finding", suffixes=(".csv",), write=_csv),
        Format(
            name="junit",
            title="JUnit XML: one test per check and per finding",
            suffixes=(".junit.xml", "junit.xml", ".xml"),
            write=_junit,
        ),
        Format(
            name="gitlab",
            title="GitLab container scanning report",
            suffixes=(".gitlab.json", "gl-container-scanning-report.json"),
            write=_gitlab,
        ),
        Format(
            name="sonar",
            title="Sonar's generic issue import",
            suffixes=(".sonar.json", "sonar-issues.json"),
            write=_sonar,
        ),
        Format(
            name="openvex",
            title="OpenVEX 0.2.0: the answer to each vulnerability",
            suffixes=(".openvex.json", ".vex.json"),
            write=_openvex,
        ),
    )
}
"""Every format, in the order help texts list them."""
