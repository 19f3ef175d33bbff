"""Any bytes at any path of an OS cataloger become records or one kind of error."""

from hypothesis import given
from hypothesis import strategies as st

import rpm_builder
from hullmark.native.catalogers.apk.cataloger import APK
from hullmark.native.catalogers.distribution.cataloger import DISTRIBUTION
from hullmark.native.catalogers.dpkg.cataloger import DPKG
from hullmark.native.catalogers.record import Cataloger, File, Record, UnreadableFileError
from hullmark.native.catalogers.rpm.cataloger import RPM

_PATHS = [
    (cataloger, glob.replace("*", "name"))
    for cataloger in (DISTRIBUTION, DPKG, APK, RPM)
    for glob in cataloger.globs
]

_WORDS = st.sampled_from(
    [b"Package: ", b"Status: install ok installed", b"Version: ", b"\n", b"\n\n", b"P:", b"V:1",
     b"F:", b"R:", b"ID=", b"ID_LIKE=", b'"', b"'", b"release ", b"(", b")", b"cpe:/o:", b"/",
     b"License: ", b"Format: ", b"/usr/share/common-licenses/", b"1.0", b"\t", b"\r\n", b"\xff",
     b"Source: a (1", b"BusyBox v"]
)  # fmt: skip

_SMALL_PAGE = 512


def _records(cataloger: Cataloger, path: str, data: bytes) -> list[Record] | None:
    try:
        return list(cataloger.parse(File(path, data)))
    except UnreadableFileError:
        return None


@given(st.sampled_from(_PATHS), st.binary(max_size=2_000))
def test_any_bytes(place: tuple[Cataloger, str], data: bytes) -> None:
    """Nothing but ``UnreadableFileError`` escapes."""
    _records(*place, data)


@given(st.sampled_from(_PATHS), st.lists(_WORDS, max_size=40).map(b"".join))
def test_almost_right_text(place: tuple[Cataloger, str], data: bytes) -> None:
    """The same for text made of the pieces that the formats are made of."""
    _records(*place, data)


@given(st.data())
def test_damaged_rpm_databases(data: st.DataObject) -> None:
    """A database with a few bytes changed gives records or an error, in bounded time."""
    headers = [
        rpm_builder.header("a", "1", "1", epoch=2, files=("/x/a", "/x/b")),
        rpm_builder.header("b", "1", "1", files=tuple(f"/d{n}/f{n}" for n in range(300))),
    ]
    name, whole = data.draw(
        st.sampled_from(
            [
                ("rpmdb.sqlite", rpm_builder.sqlite_database(headers, page_size=_SMALL_PAGE)),
                ("Packages.db", rpm_builder.ndb_database(headers)),
                ("Packages", rpm_builder.bdb_database(headers, page_size=_SMALL_PAGE)),
                ("Packages", rpm_builder.bdb_database(headers, order=">")),
            ]
        )
    )
    _records(RPM, f"var/lib/rpm/{name}", _damaged(data, whole))


def _damaged(data: st.DataObject, whole: bytes) -> bytes:
    changed = bytearray(whole)
    places = st.integers(0, len(whole) - 1)
    for at in data.draw(st.lists(places, max_size=12)):
        changed[at] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del changed[data.draw(places) :]
    return bytes(changed)
