"""An image is read once, and every component is placed, owned, or known as removed."""

import functools
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from hullmark.images.image import Directory, Image, Layer
from hullmark.images.layer_errors import LayerDigestError
from hullmark.kernel import limits
from hullmark.model.image import DiffId, Digest, LayerInfo
from hullmark.model.scan import Target
from hullmark.native import collect
from hullmark.native.catalogers.record import Cataloger, File, NeedsWholeFileError, Package, Record
from hullmark.native.inventory import Inventory, take_directory_inventory, take_inventory
from hullmark.shipped import CATALOGERS
from image_builder import OPAQUE, WHITEOUT, BuiltImage, Content, Link, build_image

_RELEASE = b'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12"\n'


def _stanza(name: str, version: str, **more: str) -> bytes:
    fields = {
        "Package": name,
        "Status": "install ok installed",
        "Architecture": "amd64",
        "Version": version,
        **more,
    }
    return "".join(f"{key}: {value}\n" for key, value in fields.items()).encode() + b"\n"


def _dist(name: str, version: str) -> bytes:
    return f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\n".encode()


def _opened(built: BuiltImage, *, damage: int | None = None) -> Image:
    layers = []
    for index, layer in enumerate(built.layers):
        blob = layer.blob
        if index == damage:
            blob = blob[: len(blob) // 2]
        info = LayerInfo(
            index=index,
            diff_id=DiffId(layer.diff_id),
            digest=Digest(layer.digest),
            size_bytes=len(layer.blob),
            instruction=f"RUN step {index}",
        )
        layers.append(
            Layer(info=info, media_type=layer.media_type, open=functools.partial(io.BytesIO, blob))
        )
    return Image(target=Target(name="app", kind="oci"), layers=tuple(layers))


def _take(
    layers: Sequence[Mapping[str, Content]],
    *,
    catalogers: Iterable[Cataloger] = CATALOGERS,
    **more: Any,
) -> Inventory:
    return take_inventory(_opened(build_image(layers, **more)), catalogers=tuple(catalogers))


def _names(inventory: Inventory) -> set[str]:
    return {f"{each.name} {each.version}" for each in inventory.components}


_BASE: dict[str, Content] = {
    "etc/os-release": _RELEASE,
    "var/lib/dpkg/status": _stanza("libc6", "2.36-9", Source="glibc") + _stanza("old", "1.0"),
    "var/lib/dpkg/info/libc6:amd64.list": b"/.\n/lib\n/lib/libc.so.6\n",
}


def test_components_have_purl_layer_and_instruction() -> None:
    """Each component names where it is, which layer brought it, and the history line."""
    found = _take([_BASE, {"app/x-1.0.dist-info/METADATA": _dist("X", "1.0")}])
    by_name = {each.name: each for each in found.components}
    libc = by_name["libc6"]
    assert libc.purl == "pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12"
    assert (libc.source_name, libc.locations[0].layer_index) == ("glibc", 0)
    place = by_name["X"].locations[0]
    assert (place.path, place.layer_index) == ("/app/x-1.0.dist-info/METADATA", 1)
    assert place.instruction == "RUN step 1"
    assert by_name["X"].purl == "pkg:pypi/x@1.0"
    assert found.distribution is not None
    assert (found.distribution.id, found.distribution.version) == ("debian", "12")
    assert not found.issues


def test_an_os_package_belongs_to_the_layer_that_first_had_it() -> None:
    """A database that a later layer writes again does not move old packages to that layer."""
    again = {"var/lib/dpkg/status": _stanza("libc6", "2.36-9") + _stanza("curl", "7.88")}
    found = _take([_BASE, {"x": b""}, again])
    layers = {each.name: each.locations[0].layer_index for each in found.components}
    assert layers == {"libc6": 0, "curl": 2}


def test_removed_components_are_known_as_such() -> None:
    """What a later layer deletes or uninstalls is listed apart, with the layer that did it."""
    found = _take(
        [
            {
                **_BASE,
                "app/x-1.0.dist-info/METADATA": _dist("x", "1.0"),
                "lib2/y-1.dist-info/METADATA": _dist("y", "1"),
                "z-1.dist-info/METADATA": _dist("z", "1"),
            },
            {
                "app/x-1.0.dist-info": WHITEOUT,
                "lib2": OPAQUE,
                "var/lib/dpkg/status": _stanza("libc6", "2.36-9"),
            },
            {"z-1.dist-info": b"a file where a folder was"},
        ]
    )
    assert _names(found) == {"libc6 2.36-9"}
    gone = {each.name: each.removed_in for each in found.removed}
    assert set(gone) == {"x", "y", "old", "z"}
    assert gone["x"] == gone["old"] != gone["z"]


def test_files_of_os_packages_are_not_reported_twice() -> None:
    """A Python package that dpkg owns is a part of the deb, also under a merged /usr."""
    base = dict(_BASE)
    base["var/lib/dpkg/status"] = _stanza("python3-x", "1.0-1")
    base["var/lib/dpkg/info/python3-x.list"] = (
        b"/.\n/lib/python3/dist-packages/x-1.0.egg-info/PKG-INFO\n"
    )
    base["usr/lib/python3/dist-packages/x-1.0.egg-info/PKG-INFO"] = _dist("x", "1.0")
    found = _take([base])
    assert _names(found) == {"python3-x 1.0-1"}
    assert [(each.name, each.owner) for each in found.owned] == [
        ("x", "pkg:deb/debian/python3-x@1.0-1?arch=amd64&distro=debian-12")
    ]


def test_one_component_at_two_places_has_two_locations() -> None:
    """The same package and version is one component, wherever it lies."""
    found = _take(
        [
            {"a/x-1.dist-info/METADATA": _dist("X.y", "1")},
            {"b/x-1.dist-info/METADATA": _dist("x-y", "1")},
        ]
    )
    (component,) = found.components
    assert [place.path for place in component.locations] == [
        "/a/x-1.dist-info/METADATA",
        "/b/x-1.dist-info/METADATA",
    ]


@pytest.mark.parametrize("target_first", [True, False])
def test_hard_links_to_wanted_names_are_read(*, target_first: bool) -> None:
    """A wanted name that is a hard link gets the content of its target, in whatever order."""
    files: dict[str, Content] = {
        "store/blob": _dist("x", "1.0"),
        "app/x-1.0.dist-info/METADATA": Link("store/blob", hard=True),
    }
    if not target_first:
        files = dict(reversed(files.items()))
    assert _names(_take([files])) == {"x 1.0"}


def test_a_broken_layer_is_an_issue_and_the_rest_is_read() -> None:
    """One unreadable layer does not end the scan, and is never silent."""
    built = build_image([_BASE, {"app/x-1.dist-info/METADATA": _dist("x", "1")}])
    found = take_inventory(_opened(built, damage=1), catalogers=CATALOGERS)
    assert "libc6 2.36-9" in _names(found)
    (issue,) = found.issues
    assert issue.layer_index == 1
    assert issue.path.startswith("layer 1 (sha256:")


def test_a_layer_with_other_bytes_is_refused() -> None:
    """A digest mismatch is an integrity error, whatever the bytes say."""
    built, other = build_image([_BASE]), build_image([{"x": b"y"}])
    image = _opened(built)
    layer = image.layers[0]
    forged = Layer(
        info=layer.info,
        media_type=layer.media_type,
        open=lambda: io.BytesIO(other.layers[0].blob),
    )
    with pytest.raises(LayerDigestError):
        take_inventory(Image(target=image.target, layers=(forged,)), catalogers=CATALOGERS)


def test_a_broken_file_is_an_issue_with_its_path() -> None:
    """A jar that is no zip is named; what else is there is found."""
    found = _take([{**_BASE, "opt/broken.jar": b"PK\x03\x04 not really a zip"}])
    assert "libc6 2.36-9" in _names(found)
    assert [issue.path for issue in found.issues] == ["/opt/broken.jar"]


def test_large_files_go_through_scratch_space(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond the memory limit is parsed all the same."""
    monkeypatch.setattr(limits, "MEMORY_FILE_BYTES", 100)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as jar:
        jar.writestr("META-INF/maven/g/a/pom.properties", "groupId=g\nartifactId=a\nversion=1.2\n")
        jar.writestr("filler", b"x" * 5000)
    found = _take([{"opt/a-1.2.jar": out.getvalue()}])
    assert _names(found) == {"g:a 1.2"}
    assert not found.issues


def test_files_beyond_the_limit_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wanted file that is too large is an issue, not a silence."""
    monkeypatch.setattr(limits, "WANTED_FILE_BYTES", 10)
    found = _take([_BASE])
    assert {issue.path for issue in found.issues} >= {"/etc/os-release", "/var/lib/dpkg/status"}


def _elf(data: bytes) -> bytes:
    """Return an ELF file whose one writable segment is ``data``."""
    import struct

    offset = 4096
    header = (
        b"\x7fELF\x02\x01\x01"
        + bytes(9)
        + struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, 0, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    )
    segment = struct.pack("<IIQQQQQQ", 1, 6, offset, offset, offset, len(data), len(data), 4096)
    return (header + segment).ljust(offset, b"\0") + data


def _needle_cataloger(*, wants_whole: bool) -> Cataloger:
    def parse(file: File) -> Iterable[Record]:
        if not file.whole and wants_whole:
            raise NeedsWholeFileError
        start = file.data[:] if not file.whole else file.data[4096:]
        yield Package(type="generic", name=start[start.find(b"NEEDLE") :][:8].decode(), version="1")

    return Cataloger(name="needle", version=1, role="language", needles=(b"NEEDLE",), parse=parse)


@pytest.mark.parametrize("wants_whole", [True, False])
def test_needles_are_found_in_data_segments(*, wants_whole: bool) -> None:
    """An executable is handed over from the needle on, or whole where the cataloger asks."""
    program = _elf(bytes(3_000_000 - 3_000_000 % 16) + b"NEEDLE42" + bytes(100))
    found = _take([{"bin/x": program}], catalogers=[_needle_cataloger(wants_whole=wants_whole)])
    assert _names(found) == {"NEEDLE42 1"}


def test_needles_at_odd_places_are_string_constants() -> None:
    """A needle that is not aligned, or outside the data segment, is not what is looked for."""
    program = _elf(bytes(161) + b"NEEDLE42" + bytes(4096)) + b"NEEDLE99"
    assert not _take([{"x": program}], catalogers=[_needle_cataloger(wants_whole=False)]).components


def test_a_crash_in_a_cataloger_is_an_issue() -> None:
    """A defect in one reader does not end the scan."""

    def parse(_file: File) -> Iterable[Record]:
        raise RuntimeError("defect")

    broken = Cataloger(name="b", version=1, role="language", globs=("**/x",), parse=parse)
    found = _take([{**_BASE, "x": b"1"}], catalogers=[*CATALOGERS, broken])
    assert "libc6 2.36-9" in _names(found)
    assert [(issue.path, issue.code) for issue in found.issues] == [("/x", "HM9001")]


def test_a_lock_file_counts_only_for_what_nothing_installed_answers() -> None:
    """Declared packages are reported where their folder has nothing installed."""
    lock = (
        b'{"lockfileVersion": 3, "packages": {"": {"name": "app"},'
        b' "node_modules/a": {"version": "1.0.0"}}}'
    )
    package = b'{"name": "a", "version": "2.0.0"}'
    declared = _take([{"app/package-lock.json": lock}])
    assert [(each.name, each.evidence) for each in declared.components] == [("a", "declared")]
    answered = _take([{"app/package-lock.json": lock, "app/node_modules/a/package.json": package}])
    assert _names(answered) == {"a 2.0.0"}


def test_a_root_file_system_is_read_like_an_image(tmp_path: Path) -> None:
    """The same files on disk give the same components, without layers."""
    for path, content in _BASE.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        assert isinstance(content, bytes)
        file.write_bytes(content)
    (tmp_path / "loop").symlink_to(tmp_path)
    target = Target(name=str(tmp_path), kind="rootfs")
    found = take_directory_inventory(Directory(target=target, root=tmp_path), catalogers=CATALOGERS)
    assert _names(found) == {"libc6 2.36-9", "old 1.0"}
    assert found.components[0].locations[0].path == "/var/lib/dpkg/status"


def test_a_repository_is_read_for_what_it_declares(tmp_path: Path) -> None:
    """Installed folders inside a repository are not its declarations."""
    (tmp_path / "node_modules/b").mkdir(parents=True)
    (tmp_path / "node_modules/b/package.json").write_text('{"name": "b", "version": "1.0.0"}')
    (tmp_path / "package-lock.json").write_text(
        '{"lockfileVersion": 3, "packages": {"": {}, "node_modules/a": {"version": "1.0.0"}}}'
    )
    target = Target(name=".", kind="repo")
    found = take_directory_inventory(Directory(target=target, root=tmp_path), catalogers=CATALOGERS)
    assert _names(found) == {"a 1.0.0"}
    assert found.components[0].locations[0].path == "package-lock.json"


def test_many_layers_are_read_by_any_number_of_workers() -> None:
    """The result does not depend on how many threads read."""
    layers = [{f"p{n}/x{n}-1.dist-info/METADATA": _dist(f"x{n}", "1")} for n in range(40)]
    image = _opened(build_image(layers, compression="none"))
    results = [take_inventory(image, catalogers=CATALOGERS, workers=count) for count in (1, 2, 8)]
    assert len(results[0].components) == 40
    assert results[0] == results[1] == results[2]


def test_whiteouts_that_name_nothing_are_told() -> None:
    """A deletion mark without a name is an issue."""
    assert collect._WHITEOUT == ".wh."
    found = _take([{"a/.wh.": b"", "b": b""}])
    assert [issue.path for issue in found.issues] == ["/a/.wh."]


def test_an_archived_layer_that_is_not_its_diff_id_is_read_and_told() -> None:
    """Without a digest in a manifest the diff ID is checked; a difference is never silent."""
    built = build_image([_BASE], compression="none")
    layer = _opened(built).layers[0]
    info = LayerInfo(index=0, diff_id=DiffId("sha256:" + "0" * 64), digest=None, size_bytes=1)
    image = Image(
        target=Target(name="app", kind="docker-archive"),
        layers=(Layer(info=info, media_type="", open=layer.open),),
    )
    found = take_inventory(image, catalogers=CATALOGERS)
    assert "libc6 2.36-9" in _names(found)
    assert [issue.code for issue in found.issues] == ["HM2054"]


def test_what_a_repository_ignores_is_not_read(tmp_path: Path) -> None:
    """Build folders named in .gitignore declare nothing; a deeper file may take a name back."""
    for folder in ("build", "kept", "kept/out", "kept/again"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "requirements.txt").write_text(f"{folder.replace('/', '-')}==1.0\n")
    (tmp_path / ".gitignore").write_text("/build/\nout/\nagain\n")
    (tmp_path / "kept/.gitignore").write_text("!again\n")
    target = Target(name=".", kind="repo")
    found = take_directory_inventory(Directory(target=target, root=tmp_path), catalogers=CATALOGERS)
    assert _names(found) == {"kept 1.0", "kept-again 1.0"}
