"""Turns what a rule answers with into a file, a line and a column."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hullmark.checks.positions import LocatedDocument
from hullmark.checks.record import Document, Place

DOCUMENTS = "documents"
"""Key under which several documents are given to the checks that must see them together."""
_COMBINED = 2_000
"""Documents seen together; the engine's time grows with the square of their number."""
_PATH_LENGTH = 200


def to_document(kind: str, located: LocatedDocument, *, path: str, text: str) -> Document:
    """Return one YAML document as the input of a kind of checks."""

    def locate(answer: Mapping[str, Any]) -> Place:
        keys = _keys(answer)
        position = located.position(keys)
        anchor = answer.get("anchor")
        return Place(
            line=position.line,
            column=position.column,
            within=located.trail(keys),
            anchor=anchor if isinstance(anchor, str) else "",
        )

    return Document(kind=kind, path=path, input=located.value, text=text, locate=locate)


def combine(documents: Sequence[Document], *, kind: str) -> list[Document]:
    """Return the documents of a kind together, in as few inputs as the engine can bear.

    Each is ``{"documents": [...]}``. Files stay in order, so that what belongs together is seen
    together where it must be split.
    """
    chosen = [document for document in documents if document.kind == kind]
    return [
        _together(kind, chosen[start : start + _COMBINED])
        for start in range(0, len(chosen), _COMBINED)
    ]


def _together(kind: str, documents: list[Document]) -> Document:
    texts = {document.path: document.text for document in documents}
    return Document(
        kind=kind,
        path=documents[0].path,
        input={DOCUMENTS: [document.input for document in documents]},
        texts=texts,
        locate=_locate_in(documents),
    )


def _locate_in(documents: list[Document]) -> Callable[[Mapping[str, Any]], Place]:
    def locate(answer: Mapping[str, Any]) -> Place:
        keys = _keys(answer)
        index = keys[1] if len(keys) > 1 and keys[0] == DOCUMENTS else None
        if not isinstance(index, int) or not 0 <= index < len(documents):
            return Place(line=1, column=1, path=documents[0].path)
        document = documents[index]
        found = document.locate({**answer, "path": keys[2:]})
        return Place(
            line=found.line,
            column=found.column,
            within=found.within,
            anchor=found.anchor,
            path=document.path,
        )

    return locate


def _keys(answer: Mapping[str, Any]) -> list[str | int]:
    """Return the path of an answer; an organisation's own rules may answer with anything."""
    path = answer.get("path")
    if not isinstance(path, list):
        return []
    keys: list[str | int] = []
    for key in path[:_PATH_LENGTH]:
        if isinstance(key, float) and key.is_integer():
            keys.append(int(key))
        elif isinstance(key, str | int):
            keys.append(key)
    return keys
