"""Manifests as inputs of checks."""

from hullmark.checks.documents import combine, read_kubernetes


def test_only_objects_of_kubernetes_are_inputs() -> None:
    """A document without API version and kind is passed over."""
    text = b"apiVersion: v1\nkind: Pod\n---\nother: 1\n---\n---\n"
    text += b"apiVersion: v1\nkind: List\nitems: []\n"
    documents, issues = read_kubernetes(text, path="all.yaml")
    assert [document.input["kind"] for document in documents] == ["Pod", "List"]
    assert issues == []


def test_templates_say_what_to_do() -> None:
    """A chart's template is no YAML: the issue names the file and the way out."""
    text = b'apiVersion: v1\nkind: Pod\nmetadata:\n  {{- include "labels" . }}\n'
    documents, issues = read_kubernetes(text, path="t.yaml")
    assert documents == []
    assert issues[0].path == "t.yaml"
    assert "helm template" in issues[0].hint


def test_binary_files_are_issues() -> None:
    """A binary file with such a name is one located issue."""
    documents, issues = read_kubernetes(b"\x7fELF\0\0", path="x.yaml")
    assert documents == []
    assert "binary" in issues[0].cause


def test_combined_documents_keep_their_files() -> None:
    """A place in documents put together is a place in the file it came from."""
    first, _ = read_kubernetes(b"apiVersion: v1\nkind: Pod\n", path="a.yaml")
    second, _ = read_kubernetes(b"apiVersion: v1\nkind: Pod\nspec:\n  x: 1\n", path="b.yaml")
    (joint,) = combine([*first, *second], kind="kubernetes")
    place = joint.locate({"path": ["documents", 1, "spec", "x"], "anchor": "Pod/a"})
    assert (place.path, place.line, place.column, place.anchor) == ("b.yaml", 4, 3, "Pod/a")
    assert joint.locate({"path": ["elsewhere"]}).line == 1
