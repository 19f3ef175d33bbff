"""Compose files as inputs of the compose checks."""

from hullmark.checks.documents.locating import to_document
from hullmark.checks.documents.reading import read_documents
from hullmark.checks.positions import Json
from hullmark.checks.record import Document
from hullmark.model.ledger import Issue

KIND = "compose"
_PARTS = frozenset({"services", "include", "networks", "volumes", "configs", "secrets"})


def read_compose(data: bytes, *, path: str) -> tuple[list[Document], list[Issue]]:
    """Return the compose documents of a file and what could not be read of it.

    A file of another kind gives neither: the caller knows why it asked.
    """
    documents, issues = read_documents(data, path=path)
    text = data.decode("utf-8", "replace") if documents else ""
    found = [
        to_document(KIND, document, path=path, text=text)
        for document in documents
        if is_compose(document.value)
    ]
    return found, issues


def is_compose(value: Json) -> bool:
    """Tell whether a document is a compose file: services, or other parts that go with them.

    A file may hold only networks or volumes, to be merged with others.
    """
    if not isinstance(value, dict) or "apiVersion" in value:
        return False
    if isinstance(value.get("services"), dict):
        return True
    parts = {key for key in value if key in _PARTS and isinstance(value[key], dict | list)}
    extra = {key for key in value if key not in _PARTS and not key.startswith("x-")}
    return bool(parts) and extra <= {"version", "name"}
