"""XML as a small tree, hardened."""

import pytest

from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.xml import parse_xml


def test_elements_attributes_and_text() -> None:
    """Names lose their namespace, text its white space; lines are kept."""
    root = parse_xml(
        b'<?xml version="1.0"?>\n<p xmlns="urn:x" xmlns:y="urn:y">\n <a y:k="1"> one </a>\n'
        b" <a><b>two</b></a>\n</p>",
        source="x",
    )
    assert root.name == "p"
    assert [(a.text, a.attributes, a.line) for a in root.all("a")] == [
        ("one", {"k": "1"}, 3),
        ("", {}, 4),
    ]
    assert root.value("a", "b") == "two"
    assert root.value("a", "c") == ""
    assert [element.name for element in root.walk()] == ["a", "a", "b"]


def test_encodings() -> None:
    """The encoding of the declaration counts."""
    text = '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'
    assert parse_xml(text.encode("latin-1"), source="x").text == "é"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "not well-formed"),
        (b"<a>", "not well-formed"),
        (b"<a/><b/>", "not well-formed"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "not well-formed"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "declares entities"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a/>', "declares entities"),
        (b"<a>" * 200 + b"</a>" * 200, "nested deeper"),
        (b"<a>" + b" " * 2000 + b"</a>", "larger than 1,000 bytes"),
    ],
)
def test_what_is_refused(text: bytes, says: str) -> None:
    """Broken, deep and oversized documents and entities end in one kind of error."""
    limit = 1000 if says.startswith("larger") else 10_000
    with pytest.raises(BrokenDocumentError, match=says):
        parse_xml(text, source="x", limit_bytes=limit)
