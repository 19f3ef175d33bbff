"""Lines of entries whose decoders do not tell them."""

from hullmark.native.catalogers.line_finder import LineFinder, table_lines


def test_keys_in_document_order() -> None:
    """A key is the one that opens an object after the last one found."""
    finder = LineFinder(b'{"a": "x",\n"b": ["a"],\n"a" :\n {"b": 1},\n"b": {}}')
    assert [finder.key("a"), finder.key("b"), finder.key("a")] == [3, 5, None]
    finder = LineFinder(b'{"a": {"a": {},\n"a"\n:\n{"a": {}}}}')
    assert [finder.key("a") for _ in range(5)] == [1, 1, 2, 4, None]


def test_keys_that_cannot_be_found() -> None:
    """Escaped spellings have no line, and after many of them nothing is searched."""
    finder = LineFinder(b'{"\\u0061": {},\n"b": {}}')
    assert finder.key("a") is None
    assert finder.key("b") == 2
    assert all(finder.key("a") is None for _ in range(100))
    assert finder.key("b") is None


def test_tables() -> None:
    """Array tables by their header, comments aside."""
    text = '[[package]]\n[[packages]]\n [[package]]\n[[package]] # x\ny = "[[package]]"\n'
    assert table_lines(text, "package") == [1, 4]
