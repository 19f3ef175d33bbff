"""The graph as a drawing: Graphviz and Mermaid."""

import re

from hullmark.model.graph import EdgeKind, ImageGraph, Node, NodeKind
from hullmark.report.visible import visible

_SHAPES = {
    NodeKind.DOCKERFILE: "note",
    NodeKind.STAGE: "box",
    NodeKind.IMAGE: "ellipse",
    NodeKind.SERVICE: "component",
    NodeKind.WORKLOAD: "component",
    NodeKind.JOB: "cds",
    NodeKind.TARGET: "folder",
}
_BRACKETS = {
    NodeKind.DOCKERFILE: ("[/", "/]"),
    NodeKind.STAGE: ("[", "]"),
    NodeKind.IMAGE: ("([", "])"),
}


def write_dot(graph: ImageGraph) -> str:
    """Return a digraph for Graphviz."""
    lines = ["digraph images {", "  rankdir=LR;"]
    for node in graph.nodes:
        label = _quoted(_label(node))
        lines.append(f"  {_quoted(node.id)} [label={label}, shape={_SHAPES[node.kind]}];")
    for edge in graph.edges:
        style = ", style=dashed" if edge.kind is EdgeKind.COPIES_FROM else ""
        ends = f"{_quoted(edge.source)} -> {_quoted(edge.target)}"
        lines.append(f"  {ends} [label={_quoted(edge.kind.value)}{style}];")
    return "\n".join([*lines, "}"]) + "\n"


def write_mermaid(graph: ImageGraph) -> str:
    """Return a flowchart for Mermaid, as Markdown renderers draw it."""
    names = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    for node in graph.nodes:
        before, after = _BRACKETS.get(node.kind, ("[[", "]]"))
        lines.append(f'  {names[node.id]}{before}"{_escaped(_label(node))}"{after}')
    for edge in graph.edges:
        arrow = "-.->" if edge.kind is EdgeKind.COPIES_FROM else "-->"
        lines.append(f"  {names[edge.source]} {arrow}|{edge.kind.value}| {names[edge.target]}")
    return "\n".join(lines) + "\n"


def _label(node: Node) -> str:
    if node.kind in (NodeKind.IMAGE, NodeKind.DOCKERFILE, NodeKind.STAGE):
        return node.name
    return f"{node.kind.value} {node.name}"


def _quoted(text: str) -> str:
    return '"' + visible(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escaped(text: str) -> str:
    return re.sub(r"[^\w ./:@\-]", lambda match: f"#{ord(match[0])};", visible(text))
