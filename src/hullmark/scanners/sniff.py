"""Tells reports apart by what is in them, and reads them."""

from hullmark.formats.document import without_collection
from hullmark.kernel.errors import InputError
from hullmark.model.ledger import Status
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.errors import BrokenReportError, UnknownReportError
from hullmark.scanners.extra import extra_adapters
from hullmark.scanners.gathering import Gathering
from hullmark.scanners.opening import REPORT_BYTES, SARIF_BYTES, each_of, open_report, text_of
from hullmark.scanners.registry import ADAPTERS

_SHOWN = 6
_HEAD = 600
_HINTS = (
    ((b'"SchemaVersion": 2', b'"ArtifactName"', b'"ArtifactType"'), "trivy", "trivy-json"),
    ((b'"matches"', b'"vulnerability"', b'"dataSource"'), "grype", "grype-json"),
    ((b'"$schema"', b"sarif", b'"runs"', b'"tool"'), "sarif", "sarif-2.1.0"),
)
"""What the largest reports begin with, and what they are then."""
_MISFITS = (AttributeError, TypeError, KeyError, IndexError, ValueError, RecursionError)
_FEW = 3
"""Members of an object that may all be empty; more say which scanner wrote it."""
_STREAMS = frozenset(
    {
        "trufflehog-json",
        "noseyparker-jsonl",
        "kubeaudit-jsonl",
        "yarn-audit-ndjson",
        "govulncheck-json",
    }
)
"""Forms that are several documents in one file by design."""
_NOTHING = frozenset({b"[]", b"{}", b"null"})


def read_report(
    data: bytes, *, source: str, scanner: str = "", adapter: Adapter | None = None
) -> tuple[ScannerReport, ...]:
    """Return what a file says, one report per target in it, whichever scanner wrote it.

    Args:
        data: The bytes of the file.
        source: What to call it in messages and, where it names no target, in results.
        scanner: Registry name of the scanner that wrote it, where that is known.
        adapter: The scanner that wrote it, where it was run by us.

    Raises:
        UnknownReportError: No known scanner writes this.
        BrokenReportError: It is empty, cut short or damaged.
        ReportTooLargeError: It is larger than any report.
        FailedScanError: The scanner reports that it failed.
    """
    if adapter is not None:
        scanner, adapters = adapter.name, [adapter]
    else:
        adapters = [named(scanner)] if scanner else [*ADAPTERS, *extra_adapters()]
    reports: list[ScannerReport] = []
    with without_collection():
        quick = _hinted(data, source, adapters)
        if quick is not None:
            return quick
        for document in open_report(data, source=source):
            reports += _read(document, adapters, scanner)
    return tuple(reports)


def _hinted(data: bytes, source: str, adapters: list[Adapter]) -> tuple[ScannerReport, ...] | None:
    """Read what its first bytes give away, without looking at the whole first; else ``None``."""
    data = text_of(data, source=source, most=SARIF_BYTES)
    head = data[:_HEAD]
    if head[:1] != b"{":
        return None
    for signs, scanner, form in _HINTS:
        if not all(sign in head for sign in signs) or (
            len(data) > REPORT_BYTES and scanner != "sarif"
        ):
            continue
        for adapter in adapters:
            for each in adapter.formats if adapter.name == scanner else ():
                if each.name == form:
                    document = Document(data=data, source=source, shape="object")
                    try:
                        return tuple(each.parse(document)) or (_hollow(document, each),)
                    except (InputError, *_MISFITS):
                        return None
    return None


def named(scanner: str) -> Adapter:
    """Return the adapter of a scanner.

    Raises:
        UnknownReportError: There is none of this name.
    """
    plain = scanner.strip().lower().replace("-", "_")
    for adapter in (*ADAPTERS, *extra_adapters()):
        if adapter.name in {scanner, plain}:
            return adapter
    known = ", ".join(adapter.name for adapter in ADAPTERS)
    raise UnknownReportError(f"no scanner is called '{scanner}'", hint=f"scanners are: {known}")


def find_format(document: Document, adapters: list[Adapter]) -> tuple[Adapter, Format] | None:
    """Return the first adapter and form that a document fits."""
    for adapter in adapters:
        if found := adapter.sniff(document):
            return adapter, found
    return None


def _read(document: Document, adapters: list[Adapter], scanner: str) -> list[ScannerReport]:
    found = find_format(document, adapters)
    if document.stream and (found is None or found[1].name not in _STREAMS):
        try:
            return _each(document, adapters, scanner)
        except UnknownReportError:
            if found is None:
                raise
    if found is not None:
        return _parsed(document, found[1], adapters, scanner)
    if _says_nothing(document):
        return [_nothing(document, scanner)]
    gathered = document.shape == "list" and not document.stream and bool(document.keys)
    # A list of whole reports, as pipelines gather them.
    if gathered and find_format(each_of(document)[0], adapters) is not None:
        return _each(document, adapters, scanner)
    raise UnknownReportError(
        f"'{document.source}' is no report that is known: it looks like {_looks(document)}",
        hint="write it as JSON or SARIF, or name its scanner with --scanner",
    )


def _each(document: Document, adapters: list[Adapter], scanner: str) -> list[ScannerReport]:
    """Read the documents of one file each for itself."""
    reports: list[ScannerReport] = []
    for each in each_of(document):
        each.issues += document.issues
        reports += _read(each, adapters, scanner)
    return reports


def _parsed(
    document: Document, form: Format, adapters: list[Adapter], scanner: str
) -> list[ScannerReport]:
    """Read a document of a known form; forms are told from outside and may break inside."""
    try:
        return list(form.parse(document)) or [_hollow(document, form)]
    except _MISFITS as error:
        # A list of reports where one is expected is common: pipelines gather them so.
        if document.shape == "list" and not document.stream and document.items:
            document.stream = True
            return _each(document, adapters, scanner)
        raise BrokenReportError(
            f"'{document.source}' begins like {form.name} and is not: {error}",
            hint="write the report again; if it stays, its version is not read yet",
        ) from error


def _hollow(document: Document, form: Format) -> ScannerReport:
    """Return a report of a file in which nobody says anything, which is not a clean one."""
    gathering = Gathering(document, "unknown", form.name)
    gathering.status = Status.PARTIAL
    gathering.reason = "it begins like a report and holds none: nothing was looked at"
    return gathering.finish()


def _says_nothing(document: Document) -> bool:
    """Say whether the document is what several scanners write when they found nothing."""
    if document.shape == "object" and len(document.keys) <= _FEW:
        return all(bytes(value) in _NOTHING for value in document.keys.values())
    return b"".join(document.data[:64].split()) in _NOTHING and len(document.data) <= 64


def _nothing(document: Document, scanner: str) -> ScannerReport:
    """Return a report of nothing; not a clean one unless its scanner was named."""
    gathering = Gathering(document, scanner or "unknown", "empty")
    if not scanner:
        gathering.status = Status.PARTIAL
        gathering.reason = (
            f"'{document.head.strip()[:80]}' is all there is: nothing says which scanner "
            "wrote it or what it looked at; name it with --scanner"
        )
    return gathering.finish()


def _looks(document: Document) -> str:
    match document.shape:
        case "object" | "list" if document.keys:
            names = ", ".join(f"'{name[:40]}'" for name in list(document.keys)[:_SHOWN])
            what = "an object" if document.shape == "object" else "a list of objects"
            return f"{what} with the members {names}"
        case "object" | "list" | "value":
            return "JSON without any object"
        case "xml":
            return f"XML or HTML that begins with {document.data.lstrip()[:60]!r}"
        case "csv":
            return f"a table with the columns {document.data.lstrip().splitlines()[0][:120]!r}"
        case _:
            return "text or binary data"
