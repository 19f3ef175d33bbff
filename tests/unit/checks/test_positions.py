"""Values and places from one pass over YAML."""

import pytest

from hullmark.checks.positions import LocatedDocument, Position, read_located
from hullmark.formats.errors import BrokenDocumentError


def _one(text: str) -> LocatedDocument:
    documents = list(read_located(text.encode(), source="x.yaml"))
    assert len(documents) == 1
    return documents[0]


def test_a_key_is_where_it_is_written() -> None:
    """A mapping's part stands at its key, not at its value."""
    document = _one("a:\n  b:\n    c: 1\n")
    assert document.position(["a", "b", "c"]) == Position(3, 5)


def test_an_item_is_where_it_begins() -> None:
    """A list's part stands behind its dash; flow lists have columns too."""
    document = _one("a:\n  - x\n  - {z: 1}\nb: [1, 2]\n")
    assert document.position(["a", 1, "z"]) == Position(3, 6)
    assert document.position(["b", 1]) == Position(4, 8)


def test_what_is_missing_is_reported_at_the_nearest_part() -> None:
    """A missing field stands at what should hold it."""
    document = _one("spec:\n  containers:\n    - name: a\n")
    assert document.position(["spec", "containers", 0, "securityContext"]) == Position(3, 7)
    assert not document.holds(["spec", "containers", 0, "securityContext"])
    assert document.holds(["spec", "containers", 0])


def test_merged_parts_keep_their_place() -> None:
    """What a merge key brings stands where it was written; the mapping's own word wins."""
    document = _one("x: &x {image: a, user: b}\ns:\n  <<: *x\n  user: c\n")
    assert document.value == {"x": {"image": "a", "user": "b"}, "s": {"image": "a", "user": "c"}}
    assert document.position(["s", "image"]) == Position(1, 8)
    assert document.position(["s", "user"]) == Position(4, 3)


def test_several_merges_are_tried_in_order() -> None:
    """Of a list of merged mappings the first that has a key counts."""
    document = _one("a: &a {k: 1}\nb: &b {k: 2, l: 3}\nc:\n  <<: [*a, *b]\n")
    assert document.value["c"] == {"k": 1, "l": 3}  # type: ignore[index, call-overload]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", True),
        ("off", False),
        ("~", None),
        ("010", 8),
        ("0x1f", 31),
        ("1_000", 1000),
        ("1.50", 1.5),
        ("22:22", "22:22"),
        ("2024-01-01", "2024-01-01"),
        ("1.2.3", "1.2.3"),
        ("'yes'", "yes"),
        ("!!str 12", "12"),
        ("09", 9),
    ],
)
def test_scalars_have_the_types_that_conftest_gives(text: str, value: object) -> None:
    """YAML 1.1 by Go's rules."""
    assert _one(f"k: {text}\n").value == {"k": value}


def test_keys_are_texts() -> None:
    """Numbers and booleans as keys become the text that JSON has."""
    assert _one("80: a\ntrue: b\n").value == {"80": "a", "true": "b"}


def test_documents_before_a_broken_one_are_given() -> None:
    """What could be read is there when the error comes."""
    documents = read_located(b"a: 1\n---\nb: [\n", source="x.yaml")
    assert next(documents).value == {"a": 1}
    with pytest.raises(BrokenDocumentError, match=r"x\.yaml"):
        next(documents)


@pytest.mark.parametrize(
    "text",
    [
        "a: *b\n",
        "[" * 200,
        "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{chr(98 + i)}: &{chr(98 + i)} [{('*' + chr(97 + i) + ' , ') * 9}1]\n"
            for i in range(8)
        ),
        "? [a]\n: 1\n",
    ],
)
def test_traps_are_refused(text: str) -> None:
    """Unknown aliases, depth, expanding aliases and keys that are no texts."""
    with pytest.raises(BrokenDocumentError):
        list(read_located(text.encode(), source="x.yaml"))
