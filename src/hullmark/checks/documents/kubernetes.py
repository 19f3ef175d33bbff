"""Kubernetes manifests as inputs of the Kubernetes checks."""

from hullmark.checks.documents.locating import to_document
from hullmark.checks.documents.reading import read_documents
from hullmark.checks.positions import Json
from hullmark.checks.record import Document
from hullmark.model.ledger import Issue

KIND = "kubernetes"


def read_kubernetes(data: bytes, *, path: str) -> tuple[list[Document], list[Issue]]:
    """Return the objects of a manifest and what could not be read of it.

    Lists (``kind: List``) stay one input: the rules look into their items, as they do under stock
    Conftest. Documents of another kind are passed over.
    """
    documents, issues = read_documents(data, path=path)
    text = data.decode("utf-8", "replace") if documents else ""
    found = [
        to_document(KIND, document, path=path, text=text)
        for document in documents
        if is_kubernetes(document.value)
    ]
    return found, issues


def is_kubernetes(value: Json) -> bool:
    """Tell whether a document is an object of Kubernetes: it names its API version and kind."""
    if not isinstance(value, dict):
        return False
    version, kind = value.get("apiVersion"), value.get("kind")
    return isinstance(version, str) and isinstance(kind, str) and bool(version) and bool(kind)
