"""A warm inventory is the cold one, and only bytes that were verified are ever remembered."""

import io
import json
import tarfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from cache_cases import content_of, open_cache, read_target
from hullmark.images.layer_errors import LayerDigestError
from hullmark.native.cache.analyzer import analyzer_version, code_version
from hullmark.native.cache.store import EntryStore
from hullmark.native.catalogers.record import Cataloger, File, Package, Record
from image_builder import (
    OPAQUE,
    WHITEOUT,
    BuiltImage,
    Content,
    Link,
    blob_path,
    build_image,
    docker_archive,
    write_layout,
)

_RELEASE = b'ID=debian\nVERSION_ID="12"\n'
_STATUS = b"Package: demo\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0-1\n\n"
_BASE: dict[str, Content] = {"etc/os-release": _RELEASE, "var/lib/dpkg/status": _STATUS}
_UPPER: dict[str, Content] = {
    "app/d-1.dist-info/METADATA": b"Name: Demo.Package\nVersion: 1.0\n\n",
    "app/e-2.dist-info/METADATA": b"Name: Extra\nVersion: 2.0\n\n",
    "app/broken/package-lock.json": b"{not json",
}
_TOP: dict[str, Content] = {"app/e-2.dist-info": WHITEOUT, "opt": OPAQUE, "opt/x": b"x"}


def _image() -> BuiltImage:
    return build_image([_BASE, _UPPER, _TOP], history=["FROM debian", "RUN pip", "RUN rm"])


@pytest.fixture
def layout(tmp_path: Path) -> str:
    """Write an image of three layers with a file that cannot be read."""
    return f"oci:{write_layout(tmp_path / 'image', {'1': _image()})}:1"


@pytest.mark.parametrize("whole", [True, False], ids=["inventory", "layers"])
def test_a_warm_inventory_is_the_cold_one(layout: str, tmp_path: Path, *, whole: bool) -> None:
    """From the kept inventory as from the kept layers: same components, places and issues."""
    plain, _ = read_target(layout, None)
    cold, opened = read_target(layout, open_cache(tmp_path / "cache"))
    warm, again = read_target(layout, open_cache(tmp_path / "cache"), whole=whole)
    assert opened == [0, 1, 2]
    assert again == []
    assert (cold.cached_layers, warm.cached_layers) == (0, 3)
    assert content_of(plain) == content_of(cold) == content_of(warm)
    assert plain.removed
    assert plain.issues


def test_only_new_layers_are_read(tmp_path: Path) -> None:
    """An image that shares its base pays for its own layers, wherever they come to lie."""
    own: dict[str, Content] = {"app/f-1.dist-info/METADATA": b"Name: Own\nVersion: 3.0\n\n"}
    write_layout(tmp_path / "a", {"1": _image()})
    write_layout(tmp_path / "b", {"1": build_image([_BASE, own, _UPPER])})
    cache = open_cache(tmp_path / "cache")
    read_target(f"oci:{tmp_path}/a:1", cache)
    warm, opened = read_target(f"oci:{tmp_path}/b:1", cache)
    plain, _ = read_target(f"oci:{tmp_path}/b:1", None)
    assert opened == [1]
    assert warm.cached_layers == 2
    assert content_of(warm) == content_of(plain)


def test_a_layer_that_was_lowest_is_read_again_where_it_is_not(tmp_path: Path) -> None:
    """Names of the lowest layer are not collected, and above others they are needed."""
    moved: dict[str, Content] = {
        "app/d-1.dist-info/METADATA": b"Name: Other\nVersion: 9\n\n",
        "app/g": b"",
    }
    write_layout(tmp_path / "a", {"1": build_image([_UPPER, moved])})
    write_layout(tmp_path / "b", {"1": build_image([moved, _UPPER])})
    cache = open_cache(tmp_path / "cache")
    read_target(f"oci:{tmp_path}/a:1", cache)
    for opened in ([1], []):
        warm, read = read_target(f"oci:{tmp_path}/b:1", cache, whole=False)
        plain, _ = read_target(f"oci:{tmp_path}/b:1", None)
        assert read == opened
        assert content_of(warm) == content_of(plain)


@pytest.mark.parametrize("form", ["old", "new", "skopeo", "ancient"])
def test_claimed_digests_are_proven_by_the_bytes(tmp_path: Path, form: str) -> None:
    """An archive of docker save is hashed again; its facts are not read again."""
    path = tmp_path / "saved.tar"
    path.write_bytes(docker_archive({"app:1": _image()}, form=form))  # type: ignore[arg-type]
    cache = open_cache(tmp_path / "cache")
    cold, _ = read_target(f"docker-archive:{path}", cache)
    warm, opened = read_target(f"docker-archive:{path}", cache)
    plain, _ = read_target(f"docker-archive:{path}", None)
    assert content_of(cold) == content_of(warm) == content_of(plain)
    if form != "ancient":  # that form records no diff IDs
        assert warm.cached_layers == 3
        assert opened == [0, 1, 2]


@pytest.mark.parametrize("form", ["old", "new"])
def test_an_archive_that_lies_about_a_layer_is_read(tmp_path: Path, form: str) -> None:
    """A clean layer's digest over other bytes does not make them clean."""
    image = _image()
    cache = open_cache(tmp_path / "cache")
    write_layout(tmp_path / "image", {"1": image})
    read_target(f"oci:{tmp_path}/image:1", cache)
    good = tmp_path / "good.tar"
    good.write_bytes(docker_archive({"app:1": image}, form=form))  # type: ignore[arg-type]
    read_target(f"docker-archive:{good}", cache)
    other = build_image([_BASE, {"x/METADATA": b"", **_BASE}, _TOP]).layers[1]
    swapped = {
        image.layers[1].tar: other.tar,
        image.layers[1].blob: other.blob,
    }
    path = tmp_path / "lie.tar"
    _with_other_members(good, path, swapped)
    if form == "new":
        with pytest.raises(LayerDigestError):
            read_target(f"docker-archive:{path}", cache)
        return
    warm, _ = read_target(f"docker-archive:{path}", cache)
    plain, _ = read_target(f"docker-archive:{path}", None)
    assert content_of(warm) == content_of(plain)
    assert "HM2054" in {issue.code for issue in warm.issues}
    assert warm.key == b""


def _with_other_members(source: Path, target: Path, swapped: dict[bytes, bytes]) -> None:
    with tarfile.open(source) as before, tarfile.open(target, "w") as after:
        for member in before.getmembers():
            file = before.extractfile(member) if member.isfile() else None
            data = file.read() if file is not None else b""
            data = swapped.get(data, data)
            member.size = len(data)
            after.addfile(member, io.BytesIO(data))


def test_a_layer_that_is_not_its_digest_is_not_remembered(layout: str, tmp_path: Path) -> None:
    """Tampering ends the scan, and leaves nothing that the next scan would believe."""
    image = _image()
    blob = tmp_path / "image" / blob_path(image.layers[1].digest)
    good = blob.read_bytes()
    blob.write_bytes(good[:4] + b"\1" + good[5:])  # the time in the header of gzip
    cache = open_cache(tmp_path / "cache")
    with pytest.raises(LayerDigestError):
        read_target(layout, cache)
    blob.write_bytes(good)
    warm, opened = read_target(layout, cache)
    assert 1 in opened
    assert content_of(warm) == content_of(read_target(layout, None)[0])


def test_a_broken_layer_is_tried_again(tmp_path: Path) -> None:
    """What could not be read to its end is no fact, and neither is the image's inventory."""
    image = build_image([_BASE, b"\x01" * 2_000, _TOP])
    target = f"oci:{write_layout(tmp_path / 'image', {'1': image})}:1"
    cache = open_cache(tmp_path / "cache")
    cold, _ = read_target(target, cache)
    warm, opened = read_target(target, cache)
    assert opened == [1]
    assert warm.cached_layers == 2
    assert warm.key == b""
    assert content_of(cold) == content_of(warm)
    assert [issue.code for issue in warm.issues] == ["HM2050"]


def _cataloger(*, version: int = 1, crash: bool = False, name: str = "found") -> Cataloger:
    def parse(_file: File) -> Iterable[Record]:
        if crash:
            raise RuntimeError("defect")
        yield Package(type="generic", name=name, version=str(version))

    return Cataloger(
        name="demo", version=version, role="language", globs=("**/METADATA",), parse=parse
    )


def test_a_defect_of_ours_is_not_remembered(layout: str, tmp_path: Path) -> None:
    """The next version that can read the file is not told that it cannot."""
    cache = open_cache(tmp_path / "cache")
    cold, _ = read_target(layout, cache, catalogers=[_cataloger(crash=True)])
    assert "HM9001" in {issue.code for issue in cold.issues}
    assert cold.key == b""
    warm, opened = read_target(layout, cache, catalogers=[_cataloger()])
    assert opened == [1]
    assert [each.name for each in warm.components] == ["found"]


def test_facts_of_another_analyzer_are_not_found(layout: str, tmp_path: Path) -> None:
    """A cataloger of a new version reads everything itself."""
    for version in (1, 2):
        catalogers = [_cataloger(version=version)]
        cache = open_cache(tmp_path / "cache", analyzer=analyzer_version(catalogers))
        cold, opened = read_target(layout, cache, catalogers=catalogers)
        assert opened == [0, 1, 2]
        assert [each.version for each in cold.components] == [str(version)]


def test_the_installed_code_has_one_version(tmp_path: Path) -> None:
    """Known by its source, the same from one start to the next and in every cache."""
    first = code_version(EntryStore(tmp_path / "a"))
    assert first is not None
    assert first == code_version(EntryStore(tmp_path / "a"))
    assert first == code_version(EntryStore(tmp_path / "b"))


@pytest.mark.parametrize("content", [b"", b"\xc1", b"\x81\xa5files\x01", b"\x80\x80"])
def test_a_sealed_entry_of_another_shape_is_dropped(
    layout: str, tmp_path: Path, content: bytes
) -> None:
    """Even what bears our own seal is only believed if it is what it should be."""
    cache = open_cache(tmp_path / "cache")
    read_target(layout, cache)
    for path in (tmp_path / "cache/entries").iterdir():
        kind, _, key = path.name.partition("-")
        cache.store.put(kind, bytes.fromhex(key), content)
    warm, opened = read_target(layout, cache)
    plain, _ = read_target(layout, None)
    assert content_of(warm) == content_of(plain)
    if content != b"\x80\x80":  # an empty map and a rest
        assert opened == [0, 1, 2]


def test_names_that_are_not_utf_8_do_not_hurt(tmp_path: Path) -> None:
    """Such a layer has no form to be kept in; it is read each time, to the same end."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        member = tarfile.TarInfo("app/caf\udce9-1.dist-info/METADATA")
        data = b"Name: Cafe\nVersion: 1\n\n"
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    image = build_image([_BASE, buffer.getvalue()])
    target = f"oci:{write_layout(tmp_path / 'image', {'1': image})}:1"
    cache = open_cache(tmp_path / "cache")
    cold, _ = read_target(target, cache)
    warm, _ = read_target(target, cache)
    assert repr(cold.components) == repr(warm.components)
    assert "cafe" in {each.name.lower() for each in warm.components}


def test_what_opening_says_is_said_once_and_of_this_image(tmp_path: Path) -> None:
    """Issues of the documents belong to the target, not to its layers."""
    image = _image()
    config = json.loads(image.config)
    config["history"].append({"created_by": "RUN more than there are layers"})
    target = f"oci:{write_layout(tmp_path / 'image', {'1': image})}:1"
    cache = open_cache(tmp_path / "cache")
    read_target(target, cache)
    cold, _ = read_target(target, None)
    for _ in range(2):
        warm, _ = read_target(target, cache)
        assert warm.issues == cold.issues


def test_links_and_deletions_survive_the_cache(tmp_path: Path) -> None:
    """A hard link to evidence in another place of the layer is evidence as well."""
    linked: dict[str, Content] = {
        **_UPPER,
        "srv/h-1.dist-info/METADATA": Link("app/d-1.dist-info/METADATA", hard=True),
    }
    image = build_image([_BASE, linked, {"app/d-1.dist-info/METADATA": WHITEOUT}])
    target = f"oci:{write_layout(tmp_path / 'image', {'1': image})}:1"
    cache = open_cache(tmp_path / "cache")
    read_target(target, cache)
    for whole in (True, False):
        warm, opened = read_target(target, cache, whole=whole)
        assert opened == []
        assert content_of(warm) == content_of(read_target(target, None)[0])
