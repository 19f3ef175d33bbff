"""YAML as text, lists and mappings, within bounds."""

import pytest

from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.yaml import YamlMap, parse_yaml


def _map(text: str) -> YamlMap:
    (document,) = parse_yaml(text.encode(), source="x")
    assert isinstance(document, YamlMap)
    return document


def test_scalars_stay_text() -> None:
    """Versions, dates and booleans are not guessed into numbers; a plain null is empty."""
    found = _map("a: 1.10\nb: no\nc: 2024-01-01\nd: 'null'\ne: null\nf: ~\ng: 0x10\nh: !!int 3\n")
    assert found == {
        "a": "1.10",
        "b": "no",
        "c": "2024-01-01",
        "d": "null",
        "e": "",
        "f": "",
        "g": "0x10",
        "h": "3",
    }


def test_keys_have_lines() -> None:
    """Every mapping knows where its keys stand."""
    found = _map("# first\na:\n  b: 1\n\n  c: {d: 2}\n")
    assert found.lines == {"a": 2}
    assert found.map("a").lines == {"b": 3, "c": 5}
    assert found.map("a").map("c").text("d") == "2"


def test_wrong_kinds_are_empty() -> None:
    """Asking for a mapping, list or text where something else stands gives an empty one."""
    found = _map("a: [1]\nb: x\n")
    assert found.map("b") == {}
    assert found.list("b") == []
    assert found.text("a") == ""
    assert found.list("a") == ["1"]


def test_documents_and_aliases() -> None:
    """All documents are read; an alias is the value it names."""
    first, second = parse_yaml(b"a: &x [1, 2]\nb: *x\n---\nc\n", source="x")
    assert first == {"a": ["1", "2"], "b": ["1", "2"]}
    assert second == "c"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"a: [", "not valid YAML"),
        (b"\xff\xfe\x00", "not valid YAML"),
        (b"a: \x00", "not valid YAML"),
        (b"[[a]: b]", "a key must be a text"),
        (b"? {a: b}\n: c", "a key must be a text"),
        (b"a: *b", "refers to nothing"),
        (b"a: &a [*a]", "refers to nothing"),
        (b"[" * 200 + b"]" * 200, "nested deeper"),
        (b"---\na\n" * 1001, "more than 1000 documents"),
        (b"a" * 2000, "larger than 1,000 bytes"),
    ],
)
def test_what_is_refused(text: bytes, says: str) -> None:
    """Broken, deep, self-referring and oversized files end in one kind of error."""
    limit = 1000 if says.startswith("larger") else 10_000
    with pytest.raises(BrokenDocumentError, match=says):
        parse_yaml(text, source="x", limit_bytes=limit)


def test_aliases_cannot_multiply() -> None:
    """Lists of lists of aliases are refused before anyone walks them."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]"
        for old, new in zip("abcdefg", "bcdefgh", strict=True)
    ]
    with pytest.raises(BrokenDocumentError, match="expands into more than"):
        parse_yaml("\n".join(lines).encode(), source="x")
