"""Large documents: one item per line, any string."""

import msgspec

from hullmark.formats.document import encode_document, lines, repaired


class _Item(msgspec.Struct, kw_only=True, omit_defaults=True):
    name: str
    more: list[str] = []


class _Whole(msgspec.Struct, kw_only=True):
    title: str
    items: list[_Item]


def test_items_stand_one_per_line() -> None:
    """Empty lists stay on their line."""
    whole = _Whole(title="t", items=lines([_Item(name="a\nb"), _Item(name="c", more=["d"])]))
    assert encode_document(whole) == (
        b'{"title":"t","items":[\n{"name":"a\\nb"},\n{"name":"c","more":["d"]}\n]}\n'
    )
    assert encode_document(_Whole(title="t", items=lines([]))) == b'{"title":"t","items":[]}\n'


def test_many_items_are_joined_across_chunks() -> None:
    """Nothing is lost where one chunk ends and the next begins."""
    whole = _Whole(title="t", items=lines(_Item(name=str(number)) for number in range(2_500)))
    decoded = msgspec.json.decode(encode_document(whole), type=_Whole)
    assert [item.name for item in decoded.items] == [str(number) for number in range(2_500)]


def test_undecodable_names_become_readable() -> None:
    """Only items with such names are rewritten, and different names stay different."""
    whole = _Whole(title="\udce9", items=lines([_Item(name="x\udcff", more=["\ud800"])]))
    decoded = msgspec.json.decode(encode_document(whole), type=_Whole)
    assert decoded.title == r"\xe9"
    assert decoded.items == [_Item(name=r"x\xff", more=[r"\ud800"])]


def test_good_text_is_not_touched() -> None:
    """Any text that is Unicode stays as it is."""
    assert repaired("\u202eé\x00") == "\u202eé\x00"
