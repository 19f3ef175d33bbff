"""Images written down for other programs are the same images when they are read again."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from hullmark.images.image import Image, ImageOptions
from hullmark.images.layers import verified_blocks
from hullmark.images.open import open_target
from hullmark.images.writing import write_docker_archive, write_layout
from hullmark.ports.progress import SILENT
from image_builder import build_image, docker_archive
from image_builder import write_layout as build_layout

Open = Callable[[str], Image]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Open a target until the test is over."""
    with ExitStack() as stack:

        def one(target: str) -> Image:
            context = open_target(target, options=ImageOptions(), progress=SILENT)
            (image,) = stack.enter_context(context)
            assert isinstance(image, Image)
            return image

        yield one


@pytest.fixture(params=["oci", "docker-archive"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """One image in two forms."""
    built = build_image([{"etc/os-release": b"ID=debian\n"}, {"opt/a": b"x" * 10_000}])
    if request.param == "oci":
        build_layout(tmp_path / "source", {"1": built})
        return f"oci:{tmp_path / 'source'}"
    (tmp_path / "source.tar").write_bytes(docker_archive({"app:1": built}))
    return f"docker-archive:{tmp_path / 'source.tar'}"


def _content(image: Image) -> list[bytes]:
    return [b"".join(verified_blocks(layer)) for layer in image.layers]


def test_a_layout_is_the_same_image(source: str, opened: Open, tmp_path: Path) -> None:
    """Configuration, layers and, where the source has one, the manifest's digest stay."""
    before = opened(source)
    write_layout(before, tmp_path / "written")
    after = opened(f"oci:{tmp_path / 'written'}")
    assert after.target.config_digest == before.target.config_digest
    assert before.target.digest in (None, after.target.digest)
    assert _content(after) == _content(before)
    assert not any(path.is_symlink() for path in (tmp_path / "written").rglob("*"))


def test_an_archive_is_the_same_image(source: str, opened: Open, tmp_path: Path) -> None:
    """Layers are inflated, their content and the configuration stay."""
    before = opened(source)
    write_docker_archive(before, tmp_path / "written.tar")
    after = opened(f"docker-archive:{tmp_path / 'written.tar'}")
    assert after.target.config_digest == before.target.config_digest
    assert _content(after) == _content(before)
