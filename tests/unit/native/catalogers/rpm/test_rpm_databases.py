"""The three database formats and the manifest give the same packages."""

import pytest

import rpm_builder
from hullmark.native.catalogers.record import File, Owns, Package, Record, UnreadableFileError
from hullmark.native.catalogers.rpm.cataloger import RPM

_MANY = tuple(f"/usr/share/words/{number:05}.txt" for number in range(3_000))
HEADERS = [
    rpm_builder.header("small", "1.0", "1.el9"),
    rpm_builder.header("large", "2.0", "3", epoch=1, source="big-2.0-3.src.rpm", files=_MANY),
    *(rpm_builder.header(f"p{number}", "1", "1", files=("/bin/p",)) for number in range(40)),
]


def _read(name: str, data: bytes) -> list[Record]:
    return list(RPM.parse(File(f"var/lib/rpm/{name}", data)))


def _check(records: list[Record]) -> None:
    packages = {r.name: r for r in records if isinstance(r, Package)}
    assert len(packages) == len(HEADERS)
    assert packages["small"].version == "1.0-1.el9"
    assert packages["large"].version == "1:2.0-3"
    assert packages["large"].source_name == "big"
    owned = {r.package: r.paths.split(b"\n") for r in records if isinstance(r, Owns)}
    assert [b"/" + path for path in owned["large"]] == [path.encode() for path in _MANY]


def test_sqlite() -> None:
    """A database in WAL mode, with rows on overflow pages and interior pages above them."""
    for page_size in (512, 4096, 65_536):
        data = rpm_builder.sqlite_database(HEADERS, page_size=page_size)
        _check(_read("rpmdb.sqlite", data))


def test_ndb() -> None:
    """SUSE's slots and blobs."""
    _check(_read("Packages.db", rpm_builder.ndb_database(HEADERS)))


@pytest.mark.parametrize("order", ["<", ">"])
def test_bdb(order: str) -> None:
    """Berkeley DB of either byte order, values on the page and on chains of pages."""
    _check(_read("Packages", rpm_builder.bdb_database(HEADERS, order=order)))


@pytest.mark.parametrize("name", ["rpmdb.sqlite", "Packages.db", "Packages"])
@pytest.mark.parametrize("data", [b"", b"hello", b"\0" * 8192])
def test_other_files_are_refused(name: str, data: bytes) -> None:
    """A file of another format is an issue."""
    with pytest.raises(UnreadableFileError):
        _read(name, data)


def test_sqlite_without_the_table() -> None:
    """An SQLite database of something else is refused by name."""
    other = rpm_builder.sqlite_database([]).replace(b"Packages", b"packages")
    with pytest.raises(UnreadableFileError, match="no table Packages"):
        _read("rpmdb.sqlite", other)


def test_sqlite_without_rows() -> None:
    """An empty database is no package and no error."""
    assert _read("rpmdb.sqlite", rpm_builder.sqlite_database([])) == []


def test_sqlite_loop() -> None:
    """An overflow chain that points at itself ends in an error."""
    data = bytearray(rpm_builder.sqlite_database(HEADERS[1:2]))
    size = int.from_bytes(data[16:18], "big")
    for number in range(3, len(data) // size):
        data[number * size : number * size + 4] = (number + 1).to_bytes(4, "big")
    with pytest.raises(UnreadableFileError):
        _read("rpmdb.sqlite", bytes(data))


def test_a_broken_header_does_not_hide_the_others() -> None:
    """The good packages come first, then the error."""
    data = rpm_builder.ndb_database([HEADERS[0], b"\xff" * 64, HEADERS[2]])
    found: list[Record] = []
    with pytest.raises(UnreadableFileError, match="claims"):
        _collect(File("usr/lib/sysimage/rpm/Packages.db", data), found)
    assert [r.name for r in found if isinstance(r, Package)] == ["small", "p0"]


def _collect(file: File, found: list[Record]) -> None:
    for record in RPM.parse(file):
        found.append(record)  # noqa: PERF402 - what came before the error is what counts


def test_ndb_slots_that_share_a_blob() -> None:
    """A small file cannot be made to give the same blob over and over."""
    data = bytearray(rpm_builder.ndb_database([HEADERS[1]]))
    slot = bytes(data[48:64])
    for at in range(64, 4096, 16):
        data[at : at + 16] = slot
    with pytest.raises(UnreadableFileError, match="share"):
        _read("Packages.db", bytes(data))


def test_manifest_of_distroless_images() -> None:
    """Azure Linux without rpm keeps a tab-separated list."""
    text = (
        "bash\t5.1.8-1.cm2\t1653816591\t1653753130\tMicrosoft Corporation\t(none)\t1\tx86_64\t0\t"
        "bash-5.1.8-1.cm2.src.rpm\n"
        "openssl-libs\t1.1.1k-17.cm2\t1\t1\tMicrosoft Corporation\t(none)\t1\tx86_64\t1\t"
        "openssl-1.1.1k-17.cm2.src.rpm\n"
    )
    records = list(RPM.parse(File("var/lib/rpmmanifest/container-manifest-2", text.encode())))
    assert records == [
        Package(
            type="rpm",
            name="bash",
            version="5.1.8-1.cm2",
            architecture="x86_64",
            vendor="Microsoft Corporation",
        ),
        Package(
            type="rpm",
            name="openssl-libs",
            version="1:1.1.1k-17.cm2",
            architecture="x86_64",
            source_name="openssl",
            vendor="Microsoft Corporation",
            qualifiers=(("epoch", "1"),),
        ),
    ]
    with pytest.raises(UnreadableFileError, match="line 1: 2 of 10 columns"):
        list(RPM.parse(File("var/lib/rpmmanifest/container-manifest-2", b"bash\t1\n")))
