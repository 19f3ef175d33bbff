"""Bills of materials: SPDX of every version and form, Syft, GitHub snapshots, attestations."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final

from hullmark.model.ledger import Status
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.errors import BrokenReportError
from hullmark.scanners.gathering import Gathering
from hullmark.scanners.inventory import inventory
from hullmark.scanners.opening import open_report
from hullmark.scanners.spdx.running import SYFT_RUNS

_LISTS: Final = "a bill of materials lists what is there, not what is wrong: scan it with sbom:FILE"


def _listing(document: Document, scanner: str, form: str) -> ScannerReport:
    gathering = Gathering(document, scanner, form)
    gathering.components += inventory(document)
    gathering.status, gathering.reason = Status.PARTIAL, _LISTS
    return gathering.finish()


def _parse(document: Document) -> Iterator[ScannerReport]:
    yield _listing(document, "spdx", "spdx-json")


def _parse_text(document: Document) -> Iterator[ScannerReport]:
    yield _listing(document, "spdx", "spdx-tag-value")


def _parse_third(document: Document) -> Iterator[ScannerReport]:
    yield _listing(document, "spdx", "spdx3-json")


def _parse_syft(document: Document) -> Iterator[ScannerReport]:
    yield _listing(document, "syft", "syft-json")


def _parse_snapshot(document: Document) -> Iterator[ScannerReport]:
    yield _listing(document, "github", "github-dependency-snapshot-json")


def _parse_envelope(document: Document) -> Iterator[ScannerReport]:
    """Read what was signed; the signature itself is for ``hullmark verify`` to judge."""
    gathering = Gathering(document, "in_toto", "in-toto-dsse-json")
    try:
        inner = base64.b64decode(str(document.value("payload")), validate=False)
        held = open_report(inner, source=document.source)[0]
        predicate = held.value("predicateType") or ""
    except (binascii.Error, BrokenReportError, ValueError):
        predicate = ""
    gathering.components += inventory(document)
    gathering.status = Status.PARTIAL
    gathering.reason = f"a signed statement ({predicate or 'of unknown kind'}); {_LISTS}"
    yield gathering.finish()


def _is_json(document: Document) -> bool:
    return document.shape == "object" and document.any("spdxVersion", "SPDXID")


def _is_third(document: Document) -> bool:
    if document.shape != "object":
        return False
    return document.has("@graph") or "spdx.org/rdf/3" in str(document.value("@context") or "")


def _is_text(document: Document) -> bool:
    if document.shape == "xml":
        return "spdx.org/rdf" in document.head or "<spdxVersion>" in document.head
    return (
        document.shape in {"text", "csv"}
        and re.search(r"(?m)^\s*\"?(?:SPDXVersion|spdxVersion)\"?:", document.head) is not None
    )


def _is_syft(document: Document) -> bool:
    return (
        document.shape == "object"
        and document.has("artifacts")
        and document.any("artifactRelationships", "descriptor", "schema")
    )


def _is_snapshot(document: Document) -> bool:
    return document.shape == "object" and document.has("detector", "manifests")


def _is_envelope(document: Document) -> bool:
    return document.shape == "object" and document.has("payloadType", "payload")


SPDX = Adapter(
    name="spdx",
    title="SPDX",
    formats=(
        Format(name="spdx-json", looks=_is_json, parse=_parse),
        Format(name="spdx3-json", looks=_is_third, parse=_parse_third),
        Format(name="spdx-tag-value", looks=_is_text, parse=_parse_text),
    ),
)
SYFT = Adapter(
    name="syft",
    title="Syft",
    formats=(Format(name="syft-json", looks=_is_syft, parse=_parse_syft),),
    runs=SYFT_RUNS,
)
GITHUB = Adapter(
    name="github",
    title="GitHub dependency submission",
    formats=(
        Format(name="github-dependency-snapshot-json", looks=_is_snapshot, parse=_parse_snapshot),
    ),
)
IN_TOTO = Adapter(
    name="in_toto",
    title="in-toto statements",
    formats=(Format(name="in-toto-dsse-json", looks=_is_envelope, parse=_parse_envelope),),
)
