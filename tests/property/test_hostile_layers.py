"""Layers that were built to fell a scan: each ends in facts, an issue or a named error."""

import contextlib
import functools
import gzip
import io
import resource
import struct
import tarfile
from collections.abc import Iterator, Sequence

import pytest
import zstandard

from hullmark.images.image import Image, Layer
from hullmark.images.inflate import StoredBytes, blocks
from hullmark.images.layer_errors import BombError, BrokenLayerError, LayerDigestError
from hullmark.images.tar import walk
from hullmark.kernel import limits
from hullmark.kernel.errors import HullmarkError
from hullmark.model.image import DiffId, Digest, LayerInfo
from hullmark.model.scan import Target
from hullmark.native.inventory import Inventory, take_inventory
from hullmark.shipped import CATALOGERS
from image_builder import OPAQUE, WHITEOUT, Link, digest, layer_tar


def _image(*tars: bytes, digests: Sequence[str | None] = ()) -> Image:
    layers = []
    for index, blob in enumerate(tars):
        stated = digests[index] if digests else None
        info = LayerInfo(
            index=index,
            diff_id=DiffId(f"sha256:{index:064}"),
            digest=Digest(stated) if stated else None,
            size_bytes=len(blob),
        )
        opened = functools.partial(io.BytesIO, blob)
        layers.append(Layer(info=info, media_type="", open=opened, verified=stated is None))
    return Image(target=Target(name="app", kind="oci"), layers=tuple(layers))


def _take(*tars: bytes) -> Inventory:
    return take_inventory(_image(*tars), catalogers=CATALOGERS, workers=1)


def _meta(name: str, version: str = "1.0") -> bytes:
    return f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\n".encode()


def _where(name: str) -> str:
    return f"app/{name}-1.0.dist-info/METADATA"


def _names(inventory: Inventory) -> list[str]:
    return sorted(each.name for each in inventory.components)


def _header(name: bytes, size: int, *, kind: bytes = b"0", field: bytes | None = None) -> bytes:
    """Return a tar header that may lie about the size of its member."""
    stated = field if field is not None else f"{size:011o}".encode() + b"\0"
    block = bytearray(512)
    block[0 : len(name)] = name
    block[100:108] = b"0000644\0"
    block[124:136] = stated.ljust(12, b"\0")[:12]
    block[136:148] = b"00000000000\0"
    block[156:157] = kind
    block[257:265] = b"ustar\x0000"
    block[148:156] = b" " * 8
    block[148:156] = f"{sum(block):06o}".encode() + b"\0 "
    return bytes(block)


class _Nobody:
    """Wants nothing."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def regular(self, path: str, _size: int, _head: bytes) -> None:
        self.paths.append(path)

    def hardlink(self, path: str, _target: str) -> None:
        self.paths.append(path)

    def directory(self, path: str) -> None:
        self.paths.append(path)

    def other(self, path: str) -> None:
        self.paths.append(path)


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_a_compression_bomb_is_stopped_early(pack: object) -> None:
    """Zeros of which 64 MiB stand in some kilobytes are read to the limit, and held never."""
    assert callable(pack)
    bomb = pack(bytes(64 * 1024 * 1024))
    stored = StoredBytes(io.BytesIO(bomb), hashed=False)
    sizes: list[int] = []
    with pytest.raises(BombError):
        sizes.extend(map(len, blocks(stored, limit_bytes=8 * 1024 * 1024)))
    held, total = max(sizes), sum(sizes)
    assert held <= 1024 * 1024
    assert total <= 9 * 1024 * 1024


def test_the_ratio_of_a_whole_layer_is_bounded() -> None:
    """A zstd frame of one repeated block grows beyond what DEFLATE could, and is stopped."""
    bomb = zstandard.compress(bytes(256 * 1024 * 1024), 19)
    inventory = _take(bomb)
    (issue,) = inventory.issues
    assert issue.code == BombError.code


def test_a_bomb_costs_its_own_layer_only() -> None:
    """What stands in the layers below and above is reported."""
    bomb = zstandard.compress(bytes(256 * 1024 * 1024), 19)
    inventory = _take(
        layer_tar({_where("a"): _meta("a")}), bomb, layer_tar({_where("b"): _meta("b")})
    )
    assert _names(inventory) == ["a", "b"]
    assert [issue.layer_index for issue in inventory.issues] == [1]


def test_compression_in_compression_is_no_tar() -> None:
    """Only one compression is taken off, so nesting gains nothing."""
    with pytest.raises(BrokenLayerError):
        walk(
            blocks(
                StoredBytes(io.BytesIO(gzip.compress(gzip.compress(bytes(9_999)))), hashed=False)
            ),
            _Nobody(),
        )


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("../../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("a/../../etc/passwd", "etc/passwd"),
        ("./././etc//passwd", "etc/passwd"),
        ("..", None),
        ("/", None),
    ],
)
def test_no_name_leaves_the_root(name: str, path: str | None) -> None:
    """A member that climbs out of the image stays at its root, and never touches the disk."""
    visitor = _Nobody()
    walk(iter([_header(name.encode(), 0) + bytes(1024)]), visitor)
    assert visitor.paths == ([path] if path else [])


def test_links_in_a_ring_end() -> None:
    """Symbolic links are never followed, hard links to each other find nothing."""
    inventory = _take(
        layer_tar(
            {
                "a": Link("b"),
                "b": Link("a"),
                "loop": Link("."),
                _where("c"): Link(_where("d"), hard=True),
                _where("d"): Link(_where("c"), hard=True),
                _where("e"): Link(_where("e"), hard=True),
                "passwd": Link("/etc/passwd"),
                _where("f"): _meta("f"),
            }
        )
    )
    assert _names(inventory) == ["f"]


@pytest.mark.parametrize(
    "field",
    [
        pytest.param(b"77777777777\0", id="8 GiB"),
        pytest.param(b"\x80" + b"\xff" * 11, id="2^88 bytes"),
        pytest.param(b"\xff" * 12, id="minus one"),
        pytest.param(b"\xff" + bytes(11), id="minus 2^88"),
        pytest.param(b"-0000000001\0", id="an octal minus"),
        pytest.param(b"0x00000010\0", id="hexadecimal"),
        pytest.param(b"1_000\0", id="an underscore"),
        pytest.param(b"zzzzzzzzzzz\0", id="no number"),
    ],
)
@pytest.mark.parametrize("kind", [b"0", b"x", b"g", b"L", b"K", b"S", b"5", b"1"])
def test_a_size_that_lies_is_told(field: bytes, kind: bytes) -> None:
    """Whatever a header says of its size, the walk ends, with members or a named error."""
    data = _header(b"a", 0, kind=kind, field=field) + b"x" * 2048 + bytes(1024)
    visitor = _Nobody()
    with contextlib.suppress(BrokenLayerError, BombError):
        walk(iter([data]), visitor)
    assert len(visitor.paths) <= 2


def test_a_file_larger_than_it_says_spoils_no_name() -> None:
    """Content behind the stated size is read as a header, and refused as none."""
    data = _header(b"a", 3) + b"abc".ljust(512, b"\0") + b"etc/shadow".ljust(512, b"!")
    with pytest.raises(BrokenLayerError):
        walk(iter([data]), _Nobody())


def test_a_sparse_file_cannot_claim_what_it_likes() -> None:
    """Holes are written into no sink beyond the bound on one file."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        entry = tarfile.TarInfo("var/lib/dpkg/status")
        entry.pax_headers = {
            "GNU.sparse.map": f"{limits.WANTED_FILE_BYTES * 4},1",
            "GNU.sparse.size": str(limits.WANTED_FILE_BYTES * 4 + 1),
        }
        entry.size = 1
        archive.addfile(entry, io.BytesIO(b"x"))
    inventory = _take(packed.getvalue())
    assert inventory.components == ()
    assert inventory.issues


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_truncated_layer_is_an_issue(share: float, pack: object) -> None:
    """What was read before the end stays, and the layer is named as broken."""
    assert callable(pack)
    tar = layer_tar({_where(f"p{number}"): _meta(f"p{number}") for number in range(50)})
    whole = pack(tar.rstrip(b"\0"))
    inventory = _take(whole[: int(len(whole) * share)])
    assert [issue.layer_index for issue in inventory.issues] == [0]
    assert len(inventory.components) < 50


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_bare_tar_that_was_cut_is_another_blob(share: float) -> None:
    """A tar may end without its end mark, so it is the digest that tells."""
    tar = layer_tar({_where(f"p{number}"): _meta(f"p{number}") for number in range(50)})
    cut = tar[: int(len(tar) * share)]
    with pytest.raises(LayerDigestError):
        take_inventory(_image(cut, digests=[digest(tar)]), catalogers=CATALOGERS)


def test_a_digest_that_differs_ends_the_scan() -> None:
    """Bytes that the manifest does not name are not reported as the image's."""
    tar = layer_tar({_where("a"): _meta("a")})
    with pytest.raises(LayerDigestError):
        take_inventory(_image(tar, digests=[digest(b"other")]), catalogers=CATALOGERS)


def test_of_duplicate_members_the_last_counts() -> None:
    """As it does for whoever extracts the layer."""
    first, last = layer_tar({_where("a"): _meta("a", "1.0")}), _meta("a", "2.0")
    whole = first.rstrip(b"\0") + bytes(-len(first.rstrip(b"\0")) % 512)
    inventory = _take(whole + layer_tar({_where("a"): last}))
    assert [each.version for each in inventory.components] == ["2.0"]


@pytest.mark.parametrize("later", [b"5", b"2", b"6"], ids=["a folder", "a symbolic link", "a pipe"])
def test_another_kind_of_the_same_name_replaces_a_file(later: bytes) -> None:
    """A package file that is a folder, link or pipe in the end was never there."""
    first = layer_tar({_where("a"): _meta("a")}).rstrip(b"\0")
    whole = first + bytes(-len(first) % 512) + _header(_where("a").encode(), 0, kind=later)
    assert _take(whole + bytes(1024)).components == ()


def test_names_that_differ_in_case_are_two_files() -> None:
    """Linux tells them apart, so neither hides the other."""
    inventory = _take(
        layer_tar(
            {
                "app/A-1.0.dist-info/METADATA": _meta("a", "1.0"),
                "app/a-1.0.dist-info/METADATA": _meta("a", "2.0"),
                "APP/a-1.0.dist-info/METADATA": _meta("a", "3.0"),
            }
        ),
        layer_tar({"App": WHITEOUT, "app/a-1.0.DIST-INFO": WHITEOUT}),
    )
    assert sorted(each.version for each in inventory.components) == ["1.0", "2.0", "3.0"]


@pytest.mark.parametrize("count", [100, 1_000])
def test_many_layers_are_all_read(count: int) -> None:
    """Each layer adds one package and removes the one before; two are left, none is lost."""
    tars = [
        layer_tar(
            {
                _where(f"p{index}"): _meta(f"p{index}"),
                **({_where(f"p{index - 1}"): WHITEOUT} if index > 1 else {}),
            }
        )
        for index in range(count)
    ]
    inventory = _take(*tars)
    assert _names(inventory) == sorted(["p0", f"p{count - 1}"])
    assert len(inventory.removed) == count - 2
    assert inventory.issues == ()


def test_more_layers_than_any_engine_runs_are_refused() -> None:
    """The bound is told before anything is read."""
    with pytest.raises(BombError):
        _take(*[b""] * (limits.LAYERS + 1))


def test_deleting_many_folders_costs_no_square() -> None:
    """20,000 folders with a package each, each deleted by itself, in seconds."""
    count = 20_000
    lower = layer_tar({f"d{number}/{_where('x')}": _meta(f"x{number}") for number in range(count)})
    upper = layer_tar({f"d{number}": WHITEOUT for number in range(count)})
    inventory = _take(lower, upper)
    assert inventory.components == ()
    assert len(inventory.removed) == count


def test_hiding_everything_with_every_mark_costs_no_square() -> None:
    """The same for opaque folders and for files in place of folders."""
    count = 5_000
    lower = layer_tar({f"d{number}/{_where('x')}": _meta(f"x{number}") for number in range(count)})
    opaque = layer_tar({f"d{number}": OPAQUE for number in range(0, count, 2)})
    files = layer_tar({f"d{number}": b"" for number in range(1, count, 2)})
    inventory = _take(lower, opaque, files)
    assert inventory.components == ()
    assert len(inventory.removed) == count


def test_more_packages_than_any_image_has_are_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was stated until the bound is reported, the layer is told as not read further."""
    monkeypatch.setattr(limits, "LAYER_RECORDS", 100)
    inventory = _take(layer_tar({_where(f"p{n}"): _meta(f"p{n}") for n in range(300)}))
    assert len(inventory.components) == 101
    assert [issue.code for issue in inventory.issues] == [BombError.code]


def test_one_file_of_too_many_packages_is_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound holds inside one database as well."""
    monkeypatch.setattr(limits, "LAYER_RECORDS", 100)
    status = "".join(
        f"Package: p{n}\nStatus: install ok installed\nVersion: 1\n\n" for n in range(9_000)
    )
    inventory = _take(layer_tar({"var/lib/dpkg/status": status.encode()}))
    assert len(inventory.components) <= 101
    assert BombError.code in [issue.code for issue in inventory.issues]


def test_more_broken_files_than_can_be_told_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger stays readable, and says how many are not listed."""
    monkeypatch.setattr(limits, "LAYER_ISSUES", 10)
    inventory = _take(layer_tar({f"d{n}/package-lock.json": b"{" for n in range(50)}))
    assert len(inventory.issues) == 11
    assert "40 more files" in inventory.issues[-1].cause


def test_more_deletions_than_any_layer_has_are_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whiteouts are bounded as well."""
    monkeypatch.setattr(limits, "LAYER_WHITEOUTS", 10)
    inventory = _take(layer_tar({f"d{number}": WHITEOUT for number in range(50)}))
    assert [issue.code for issue in inventory.issues] == [BombError.code]


def test_more_members_than_any_layer_has_are_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk ends at the bound, without holding what it passed."""
    monkeypatch.setattr(limits, "LAYER_MEMBERS", 1_000)

    def endless() -> Iterator[bytes]:
        block = _header(b"a", 0) * 1_000
        for _ in range(100):
            yield block

    with pytest.raises(BombError):
        walk(endless(), _Nobody())


@pytest.mark.parametrize("length", [4_097, 60_000])
def test_a_name_longer_than_any_path_is_a_bomb(length: int) -> None:
    """Names come from headers of their own, which may be as long as they like."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("a/" * (length // 2) + "b"))
    with pytest.raises(BombError):
        walk(iter([packed.getvalue()]), _Nobody())


def test_a_deep_path_is_read_without_recursion() -> None:
    """Two thousand folders in each other are one name."""
    deep = "a/" * 1_000
    inventory = _take(
        layer_tar({deep + _where("x"): _meta("x")}), layer_tar({"a/a": WHITEOUT, "b": b""})
    )
    assert inventory.components == ()
    assert _names_removed(inventory) == ["x"]


def _names_removed(inventory: Inventory) -> list[str]:
    return [each.name for each in inventory.removed]


def test_a_gnu_sparse_map_that_never_ends_is_a_bomb() -> None:
    """Extension blocks of a sparse map are counted."""
    header = bytearray(_header(b"a", 512 * 6_000, kind=b"S"))
    header[482] = 1
    header[483:495] = b"00000010000\0"
    header[148:156] = b" " * 8
    header[148:156] = f"{sum(header):06o}".encode() + b"\0 "
    entry = struct.pack("12s12s", b"00000000000", b"00000000000")
    extension = (entry * 21).ljust(504, b"\0") + b"\1" + bytes(7)
    with pytest.raises(HullmarkError):
        walk(iter([bytes(header) + extension * 6_000 + bytes(1024)]), _Nobody())


def test_a_zstd_bomb_in_one_read_is_never_held_whole() -> None:
    """Two gigabytes in 70 kB arrive in one read; the process does not grow by half of it."""
    squeeze = zstandard.ZstdCompressor(level=19).compressobj()
    packed = b"".join(squeeze.compress(bytes(1 << 24)) for _ in range(128)) + squeeze.flush()
    assert len(packed) < 100_000
    sizes: list[int] = []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BombError):
        sizes.extend(map(len, blocks(StoredBytes(io.BytesIO(packed), hashed=False))))
    assert max(sizes) <= 1024 * 1024
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600 * 1024
