"""A real Podman over its socket, filled by skopeo."""

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from hullmark.images.engine import find_engine
from hullmark.images.errors import ImageNotFoundError
from hullmark.images.image import Image, ImageOptions
from hullmark.images.open import open_target
from hullmark.ports.progress import SILENT
from image_builder import BuiltImage, build_image, write_layout
from real_servers import call, podman_service

pytestmark = pytest.mark.integration

_IMAGE = build_image(
    [{"etc/os-release": b"ID=debian\nVERSION_ID=12\n"}, {"usr/share/b": b"2" * 100_000}],
    history=["FROM scratch", "COPY b /usr/share"],
)


@pytest.fixture(scope="module")
def podman(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the socket of a Podman that holds one image as ``localhost/team/app:1.0``."""
    folder = tmp_path_factory.mktemp("podman")
    layout = write_layout(folder / "layout", {"1": _IMAGE})
    with podman_service(folder) as path:
        store = f"containers-storage:[vfs@{folder / 'root'}+{folder / 'run'}]"
        call("skopeo", "copy", f"oci:{layout}:1", f"{store}localhost/team/app:1.0")
        yield path


@pytest.fixture(autouse=True)
def _only_this_engine(monkeypatch: pytest.MonkeyPatch, podman: Path, tmp_path: Path) -> None:
    """Let no other engine be found."""
    monkeypatch.setenv("CONTAINER_HOST", f"unix://{podman}")
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")


def _open(target: str) -> tuple[Image, list[str]]:
    with open_target(target, options=ImageOptions(), progress=SILENT) as (opened,):
        assert isinstance(opened, Image)
        return opened, [_hash(layer) for layer in opened.layers]


def _hash(layer: object) -> str:
    with contextlib.closing(layer.open()) as stream:  # type: ignore[attr-defined]
        return (
            f"sha256:{hashlib.sha256(b''.join(iter(lambda: stream.read(4096), b''))).hexdigest()}"
        )


@pytest.mark.parametrize("name", ["localhost/team/app:1.0", "team/app:1.0"])
def test_an_image_is_read_out_of_podman(name: str) -> None:
    """Configuration, layers and history are those that were put in."""
    image, layers = _open(f"podman:{name}")
    built: BuiltImage = _IMAGE
    assert (image.target.kind, image.target.name) == ("podman", name)
    assert image.target.config_digest == built.config_digest
    assert image.target.digest is not None
    assert layers == [layer.diff_id for layer in built.layers]
    assert [layer.info.instruction for layer in image.layers] == [
        "FROM scratch",
        "COPY b /usr/share",
    ]


def test_a_bare_word_finds_what_the_engine_has() -> None:
    """What was just built is there and nowhere else."""
    assert find_engine() == "podman"
    image, _ = _open("localhost/team/app:1.0")
    assert image.target.kind == "podman"


def test_a_missing_image_lists_what_there_is() -> None:
    """The engine's own words and names lead on."""
    with pytest.raises(ImageNotFoundError, match="podman has no image") as caught:
        _open("podman:team/ap:1.0")
    assert "localhost/team/app:1.0" in str(caught.value.hint)
