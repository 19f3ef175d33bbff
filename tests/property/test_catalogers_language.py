"""Any bytes at any path of a language cataloger become records or one kind of error."""

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

import go_builder
from hullmark.native.catalogers.archive import OPENED_FLOOR_BYTES, Archive, Budget
from hullmark.native.catalogers.golang.cataloger import BINARY
from hullmark.native.catalogers.golang.cataloger import CATALOGERS as GO
from hullmark.native.catalogers.java.cataloger import ARCHIVE
from hullmark.native.catalogers.java.cataloger import CATALOGERS as JAVA
from hullmark.native.catalogers.node.cataloger import CATALOGERS as NODE
from hullmark.native.catalogers.python.cataloger import CATALOGERS as PYTHON
from hullmark.native.catalogers.record import (
    Cataloger,
    File,
    NeedsWholeFileError,
    Record,
    UnreadableFileError,
)

_PATHS = [
    (cataloger, glob.replace("**/", "app/").replace("*", "name-1.0"))
    for cataloger in (*PYTHON, *NODE, *GO, *JAVA)
    for glob in cataloger.globs or ("usr/bin/tool",)
]
_WORDS = st.sampled_from(
    [b"Name: ", b"Version: ", b"1.0", b"\n", b"\n\n", b"License: ", b"x==", b"==1.0", b" \\\n",
     b"#", b";", b"[[package]]\n", b"[[packages]]\n", b'name = "a"\n', b'version = "1"\n',
     b'source = { virtual = "." }\n', b"{", b"}", b'"packages":', b'"dependencies":', b'"name":',
     b'"version":', b'"node_modules/a":', b'"link":true', b'"resolved":', b'"1.0.0"', b'""', b",",
     b"[", b"]", b"null", b"module a\n", b"require a v1\n", b"replace a => b v2\n", b"(", b")",
     b"go 1.22\n", b"\xff", b"\x00", b"\xef\xbb\xbf", b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"]
)  # fmt: skip
_TEXT = go_builder.module_text("path\ta/b", "mod\ta\tv1.0.0", "dep\tc\tv1", "=>\td\tv2")


def _records(
    cataloger: Cataloger, path: str, data: bytes, *, whole: bool = True
) -> list[Record] | None:
    try:
        return list(cataloger.parse(File(path, data, whole=whole)))
    except (UnreadableFileError, NeedsWholeFileError):
        return None


@given(st.sampled_from(_PATHS), st.binary(max_size=2_000))
def test_any_bytes(place: tuple[Cataloger, str], data: bytes) -> None:
    """Nothing but the two errors of the contract escapes."""
    _records(*place, data)


@given(st.sampled_from(_PATHS), st.lists(_WORDS, max_size=40).map(b"".join))
def test_almost_right_text(place: tuple[Cataloger, str], data: bytes) -> None:
    """The same for text made of the pieces that the formats are made of."""
    _records(*place, data)


@given(st.data())
def test_damaged_executables(data: st.DataObject) -> None:
    """Headers, pointers and lengths that lie lead to records or an error, in bounded time."""
    body = data.draw(
        st.sampled_from(
            [go_builder.inline("go1.22.1", _TEXT), go_builder.pointed("go1.17.1", _TEXT)]
        )
    )
    wrap = data.draw(st.sampled_from([go_builder.elf, go_builder.pe, go_builder.macho]))
    executable = wrap(body)
    at = st.integers(0, 400) | st.integers(0x1000, len(executable) - 1)
    _records(BINARY, "usr/bin/tool", _damaged(data, executable, at))
    _records(
        BINARY, "usr/bin/tool", _damaged(data, body, st.integers(0, len(body) - 1)), whole=False
    )


@given(st.data())
def test_damaged_archives(data: st.DataObject) -> None:
    """An archive with a few bytes changed gives records or an error."""
    inner = _zip({"META-INF/maven/g/a/pom.properties": b"groupId=g\nartifactId=a\nversion=1\n"})
    pom = b"<project><groupId>g</groupId><artifactId>b</artifactId><version>2</version></project>"
    manifest = b"Implementation-Title: x\nImplementation-Version: 1.0\n"
    whole = _zip(
        {
            "META-INF/MANIFEST.MF": manifest,
            "META-INF/maven/g/b/pom.xml": pom,
            "WEB-INF/lib/a-1.jar": inner,
        }
    )
    _records(ARCHIVE, "app/x.war", _damaged(data, whole, st.integers(0, len(whole) - 1)))


@settings(deadline=None, max_examples=5)  # making a bomb takes longer than refusing it
@given(st.integers(1, 40), st.integers(1, 4))
def test_bombs_stay_in_limits(megabytes: int, copies: int) -> None:
    """However much an archive would inflate to, no more is opened than its budget."""
    member = b"\0" * (megabytes * 1024 * 1024)
    bomb = _zip({f"{n}.jar": member for n in range(copies)})
    budget = Budget.of(len(bomb))
    archive = Archive(bomb, budget)
    opened = 0
    for each in archive.wanted((b".jar",)):
        try:
            opened += len(archive.read(each, limit=32 * 1024 * 1024))
        except UnreadableFileError:
            continue
    assert opened <= OPENED_FLOOR_BYTES


def test_archive_that_holds_itself_many_times() -> None:
    """Nested copies end at the depth, the budget or both; never in a hang."""
    data = _zip({"core.txt": b"\0" * 1_000_000})
    for _ in range(8):
        data = _zip({f"{n}.jar": data for n in range(6)})
    assert _records(ARCHIVE, "app/bomb.jar", data) is None


def _zip(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


def _damaged(data: st.DataObject, whole: bytes, places: st.SearchStrategy[int]) -> bytes:
    changed = bytearray(whole)
    for at in data.draw(st.lists(places, max_size=12)):
        changed[at] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del changed[data.draw(places) :]
    return bytes(changed)
