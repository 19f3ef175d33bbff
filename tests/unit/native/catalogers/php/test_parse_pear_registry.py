"""The registry of PEAR and PECL."""

import pytest

from hullmark.native.catalogers.php.cataloger import PEAR
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_PECL = "usr/local/lib/php/.registry/.channel.pecl.php.net/redis.reg"


def _serialize(value: object) -> bytes:
    if isinstance(value, dict):
        inside = b"".join(_serialize(each) for pair in value.items() for each in pair)
        return b"a:%d:{%s}" % (len(value), inside)
    if isinstance(value, bool):
        return b"b:%d;" % value
    if isinstance(value, int):
        return b"i:%d;" % value
    if isinstance(value, float):
        return b"d:%.1f;" % value
    if value is None:
        return b"N;"
    raw = str(value).encode()
    return b's:%d:"%s";' % (len(raw), raw)


def _read(value: object, path: str = _PECL) -> list[tuple[str, str, tuple[str, ...]]]:
    data = value if isinstance(value, bytes) else _serialize(value)
    records = list(PEAR.parse(File(path, data)))
    return [(r.name, r.version, r.licenses) for r in records if isinstance(r, Package)]


def test_entries() -> None:
    """Name, channel, version and licence, whatever else an entry holds."""
    entry = {
        "name": "redis",
        "channel": "pecl.php.net",
        "summary": "Bäume",
        "version": {"release": "6.0.2", "api": "6.0.0"},
        "license": {"attribs": {"uri": "x"}, "_content": "PHP"},
        "filelist": {0: {"a": None, "b": True, "c": 1.5}},
    }
    assert _read(entry) == [("pecl.php.net/redis", "6.0.2", ("PHP",))]


def test_entries_of_old() -> None:
    """Without a channel the folder names it; the version was a text once."""
    entry = {"package": "Log", "version": "1.0", "license": "MIT"}
    assert _read(entry) == [("pecl.php.net/Log", "1.0", ("MIT",))]
    assert _read(entry, "usr/share/php/.registry/log.reg") == [
        ("pear.php.net/Log", "1.0", ("MIT",))
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a:1:{",
        b's:5:"abc";',
        b's:99999999999999999999:"abc";',
        b"s:x:",
        b"i:1",
        b"O:8:stdClass",
        b"a:9999999999:{}",
        b"a:1:{i:0;" * 200,
        b"a:1:x",
        b"N;",
        _serialize({"name": "x"}),
    ],
)
def test_broken_entries(data: bytes) -> None:
    """Each fault is one kind of error, and a count that lies costs nothing."""
    with pytest.raises(UnreadableFileError):
        _read(data)
