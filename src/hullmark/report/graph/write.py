"""The formats of ``hullmark images`` by name."""

from collections.abc import Callable

from hullmark.model.graph import ImageGraph
from hullmark.report.errors import UnknownFormatError
from hullmark.report.graph.diagrams import write_dot, write_mermaid
from hullmark.report.graph.json_document import write_foreign_matrix, write_json, write_matrix
from hullmark.report.graph.text import write_table, write_tree

GRAPH_FORMATS: dict[str, Callable[[ImageGraph], str]] = {
    "table": write_table,
    "tree": write_tree,
    "json": write_json,
    "dot": write_dot,
    "mermaid": write_mermaid,
    "github-matrix": write_matrix,
    "foreign-matrix": write_foreign_matrix,
}
"""Name → writer; each returns text that ends in a line feed."""
_SUFFIXES = {".json": "json", ".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".txt": "table"}


def write_graph(graph: ImageGraph, format_name: str) -> bytes:
    """Return the graph in one format.

    Raises:
        UnknownFormatError: There is no such format.
    """
    writer = GRAPH_FORMATS.get(format_name)
    if writer is None:
        known = ", ".join(GRAPH_FORMATS)
        raise UnknownFormatError(f"unknown format '{format_name}'; formats are: {known}")
    return writer(graph).encode("utf-8", "backslashreplace")


def graph_format_of(path: str) -> str | None:
    """Return the format that a file's suffix means."""
    dot = path.rfind(".")
    return _SUFFIXES.get(path[dot:].lower()) if dot >= 0 else None
