"""The graph for people: a table of images, and a tree from files down to bases."""

from hullmark.model.graph import EdgeKind, ImageGraph, Node, NodeKind
from hullmark.report.graph.view import CONSUMERS, GraphView
from hullmark.report.visible import visible

_VERBS = {
    EdgeKind.RUNS: "runs in",
    EdgeKind.BASE: "base of",
    EdgeKind.COPIES_FROM: "copied from by",
}
_DEPTH = 60


def write_table(graph: ImageGraph) -> str:
    """Return images with who uses them, then builds, gaps and unreadable files."""
    view = GraphView(graph)
    rows = [("IMAGE", "HOW", "WHERE")]
    for image in sorted(graph.of_kind(NodeKind.IMAGE), key=lambda node: node.name):
        name = image.name
        for edge in view.into[image.id]:
            source = view.nodes[edge.source]
            how = f"{_VERBS.get(edge.kind, 'built by')} {_title(source)}"
            rows.append((name, how, str(edge.place)))
            name = ""
    builds = [("BUILD", "OF", "WHERE")]
    for node in graph.nodes:
        for edge in view.out[node.id]:
            if edge.kind is EdgeKind.BUILDS:
                stage = view.nodes[edge.target]
                builds.append((_title(node), _title(stage), str(edge.place)))
    parts = [_columns(rows)] if len(rows) > 1 else []
    parts += [_columns(builds)] if len(builds) > 1 else []
    return "\n".join([*parts, _rest(graph)])


def write_tree(graph: ImageGraph) -> str:
    """Return every Dockerfile and consumer with what hangs below it."""
    view = GraphView(graph)
    lines: list[str] = []
    files: dict[str, list[Node]] = {}
    for node in graph.nodes:
        if node.kind in CONSUMERS and node.place is not None:
            files.setdefault(node.place.path, []).append(node)
    for node in graph.of_kind(NodeKind.DOCKERFILE):
        lines.append(visible(node.name))
        _below(view, node.id, "", lines, (node.id,))
    for path, nodes in files.items():
        lines.append(visible(path))
        for at, node in enumerate(nodes):
            last = at == len(nodes) - 1
            lines.append(visible(f"{'└── ' if last else '├── '}{_title(node)}"))
            _below(view, node.id, "    " if last else "│   ", lines, (node.id,))
    return "\n".join([*lines, "", _rest(graph)]) if lines else _rest(graph)


def _below(
    view: GraphView, identity: str, indent: str, lines: list[str], chain: tuple[str, ...]
) -> None:
    edges = view.out[identity]
    for at, edge in enumerate(edges):
        last = at == len(edges) - 1
        node = view.nodes[edge.target]
        branch = "└── " if last else "├── "
        lines.append(visible(f"{indent}{branch}{edge.kind.value} {_title(node)}  ({edge.place})"))
        if node.id not in chain and len(chain) < _DEPTH and node.kind is not NodeKind.IMAGE:
            _below(view, node.id, indent + ("    " if last else "│   "), lines, (*chain, node.id))


def _title(node: Node) -> str:
    path = node.place.path if node.place is not None else ""
    if node.kind is NodeKind.STAGE:
        return f"stage {node.name} of {path}"
    return (
        node.name
        if node.kind in (NodeKind.IMAGE, NodeKind.DOCKERFILE)
        else (
            f"{node.kind.value} {node.name}"
            if not node.name.startswith(node.kind.value)
            else node.name
        )
    )


def _columns(rows: list[tuple[str, str, str]]) -> str:
    shown = [tuple(visible(cell) for cell in row) for row in rows]
    widths = [max(len(row[at]) for row in shown) for at in range(2)]
    return "".join(
        f"{row[0]:{widths[0]}}  {row[1]:{widths[1]}}  {row[2]}".rstrip() + "\n" for row in shown
    )


def _rest(graph: ImageGraph) -> str:
    lines = []
    if graph.gaps:
        lines.append(f"{len(graph.gaps)} gaps" if len(graph.gaps) > 1 else "1 gap")
        lines += [visible(f"  {gap.id}  {gap.place}  {gap.message}") for gap in graph.gaps]
    if graph.issues:
        lines.append(f"not read: {len(graph.issues)}")
        lines += [visible(f"  {issue.path}: {issue.cause}") for issue in graph.issues]
    counts = {kind: len(graph.of_kind(kind)) for kind in NodeKind}
    said = ", ".join(f"{count} {kind.value}s" for kind, count in counts.items() if count)
    lines.append(said or "no images")
    return "\n".join(lines) + "\n"
