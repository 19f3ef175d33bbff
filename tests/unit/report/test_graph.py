"""The image graph in every format."""

import json
from pathlib import Path

import jsonschema

from hullmark.discovery.graph import discover
from hullmark.formats.graph import graph_schema
from hullmark.model.graph import ImageGraph
from hullmark.report.graph.write import write_graph


def _graph(root: Path) -> ImageGraph:
    (root / "app").mkdir()
    (root / "app/Dockerfile").write_text("FROM node:22 AS build\nFROM node:22-slim\n")
    (root / "compose.yaml").write_text(
        'services:\n  web: {build: {context: app, args: {A: "1"}}, image: "acme/web:1"}\n'
        "  db: {image: postgres}\n"
    )
    return discover(root)


def test_json_keeps_its_schema(tmp_path: Path) -> None:
    """The document is valid by the schema that is published, and lists images with their use."""
    document = json.loads(write_graph(_graph(tmp_path), "json"))
    jsonschema.validate(document, graph_schema())
    images = {
        each["name"]: (each["built"], each["runs"], each["base"]) for each in document["images"]
    }
    assert images == {
        "node:22": (False, False, True),
        "node:22-slim": (False, False, True),
        "acme/web:1": (True, False, False),
        "postgres": (False, True, False),
    }


def test_matrix_is_one_line_that_github_takes(tmp_path: Path) -> None:
    """The matrix is one line of JSON with a build per target."""
    text = write_graph(_graph(tmp_path), "github-matrix").decode()
    assert text.count("\n") == 1
    assert json.loads(text) == {
        "include": [
            {
                "name": "web",
                "dockerfile": "app/Dockerfile",
                "context": "app",
                "target": "",
                "image": "acme/web:1",
                "build_args": "A=1",
            }
        ]
    }


def test_matrix_of_what_others_built(tmp_path: Path) -> None:
    """Images that are run or stood on, by the reference that a registry takes."""
    (tmp_path / "more.yaml").write_text("services: {odd: {image: '${NAME}'}}\n")
    text = write_graph(_graph(tmp_path), "foreign-matrix").decode()
    assert text.count("\n") == 1
    assert [each["image"] for each in json.loads(text)["include"]] == [
        "docker.io/library/node:22",
        "docker.io/library/node:22-slim",
        "docker.io/library/postgres:latest",
    ]


def test_table_and_tree_name_places_and_gaps(tmp_path: Path) -> None:
    """People see file, line and column of every use, and what is loose."""
    graph = _graph(tmp_path)
    for name in ("table", "tree"):
        text = write_graph(graph, name).decode()
        assert "app/Dockerfile:1:6" in text
        assert "HM-GRAPH-0005  compose.yaml:3:15" in text


def test_drawings_have_every_edge(tmp_path: Path) -> None:
    """Graphviz and Mermaid draw each relation once."""
    graph = _graph(tmp_path)
    assert write_graph(graph, "dot").decode().count(" -> ") == len(graph.edges)
    assert write_graph(graph, "mermaid").decode().count("-->") == len(graph.edges)
