"""Reads a file's documents; what cannot be read becomes an issue and keeps what could."""

from hullmark.checks.positions import LocatedDocument, read_located
from hullmark.formats.errors import BrokenDocumentError
from hullmark.model.ledger import Issue

_TEMPLATE_MARKS = (b"{{", b"{%", b"<%", b"#@ ")
_TEMPLATE_HINT = (
    "the file is a template: render it first (helm template, kustomize build) and check the result"
)
_PROBE_BYTES = 1024 * 1024
_BINARY_PROBE_BYTES = 8_192


def read_documents(data: bytes, *, path: str) -> tuple[list[LocatedDocument], list[Issue]]:
    """Return the documents of a file, those before a broken one too, and what went wrong."""
    if b"\0" in data[:_BINARY_PROBE_BYTES] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [], [Issue(path=path, cause=f"{path}: a binary file, not YAML", code="HM2001")]
    documents: list[LocatedDocument] = []
    try:
        for document in read_located(data, source=path):
            documents.append(document)  # noqa: PERF402 - what was read before an error must stay
    except BrokenDocumentError as error:
        hint = _TEMPLATE_HINT if _is_template(data) else ""
        return documents, [Issue(path=path, cause=str(error), hint=hint, code=error.code)]
    return documents, []


def _is_template(data: bytes) -> bool:
    head = data[:_PROBE_BYTES]
    return any(mark in head for mark in _TEMPLATE_MARKS)
