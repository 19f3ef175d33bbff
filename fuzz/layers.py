"""Targets for what an image is made of: streams, tars, archives, layouts, executables."""

import contextlib
import functools
import hashlib
import io
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import seeds
from hullmark.images.image import ImageOptions, Layer
from hullmark.images.inflate import StoredBytes, blocks
from hullmark.images.open import open_target
from hullmark.images.tar import walk
from hullmark.kernel.errors import HullmarkError
from hullmark.model.image import LayerInfo
from hullmark.native.collect import Collector
from hullmark.native.components import plain_location, to_components
from hullmark.native.executables import NeedleSink
from hullmark.native.globs import Wanted
from hullmark.native.layers import read_layers
from hullmark.native.squash import squash
from hullmark.native.windows import WindowSink
from hullmark.ports.progress import SILENT
from hullmark.shipped import CATALOGERS
from target import Target

_IMAGES = ("hullmark.images.documents", "hullmark.images.docker_archive", "hullmark.formats.oci",
           "hullmark.formats.docker", "hullmark.images.layout_tree")  # fmt: skip
SEPARATOR = b"\n====\n"
"""Between the documents of one input."""


def targets() -> Iterator[Target]:
    """Yield the targets of this module."""
    yield Target(name="tar-walk", run=_walk, modules=("hullmark.images.tar",), seeds=seeds.tars)
    yield Target(
        name="inflate", run=_inflate, modules=("hullmark.images.inflate",), seeds=seeds.streams
    )
    yield Target(
        name="layer-facts",
        run=_collect,
        modules=("hullmark.images.tar", "hullmark.native.collect"),
        seeds=seeds.tars,
        weight=0.3,
    )
    yield Target(
        name="layer-stack",
        run=_stack,
        modules=("hullmark.images.tar", "hullmark.native.squash"),
        seeds=seeds.stacks,
        weight=0.1,
    )
    yield Target(
        name="image-archive", run=_archive, modules=_IMAGES, seeds=seeds.archives, weight=0.1
    )
    yield Target(name="image-layout", run=_layout, modules=_IMAGES, seeds=seeds.layouts, weight=0.1)
    yield Target(name="docker-archive", run=_saved, modules=_IMAGES, seeds=seeds.saved, weight=0.1)
    yield Target(
        name="executable",
        run=_executable,
        modules=("hullmark.native.executables", "hullmark.native.section_names"),
        seeds=seeds.executables,
    )


class _Visitor:
    """Takes every member, and insists that its name is a relative path inside the root."""

    def __init__(self) -> None:
        self.taken = 0

    def regular(self, path: str, size: int, head: bytes):
        self._check(path)
        assert len(head) <= 64
        assert size >= 0
        return self if size % 2 else None

    def hardlink(self, path: str, target: str) -> None:
        self._check(path)
        if target:
            self._check(target)

    def directory(self, path: str) -> None:
        self._check(path)

    def other(self, path: str) -> None:
        self._check(path)

    def feed(self, piece: bytes) -> None:
        self.taken += len(piece)

    def close(self) -> None:
        pass

    def _check(self, path: str) -> None:
        assert path, "an empty name"
        assert not path.startswith("/"), path
        assert not {"..", ".", ""} & set(path.split("/")), path


def _walk(data: bytes) -> None:
    walk(iter([data]), _Visitor())
    step = 1 + len(data) % 700
    walk((data[at : at + step] for at in range(0, len(data), step)), _Visitor())


def _inflate(data: bytes) -> None:
    for block in blocks(StoredBytes(io.BytesIO(data), hashed=False), limit_bytes=64 * 1024**2):
        assert len(block) <= 1024 * 1024 or data.startswith(block[:16])


@functools.cache
def _wanted() -> tuple:
    return Wanted(CATALOGERS), tuple(each for each in CATALOGERS if each.needles or each.sections)


def _collect(data: bytes) -> None:
    wanted, binaries = _wanted()
    collector = Collector(wanted=wanted, binaries=binaries, log_names=True)
    members = 0
    try:
        members = walk(iter([data]), collector)
    finally:
        facts = collector.finish(members)
        for issue in facts.issues:
            assert issue.code != "HM9001", issue
        to_components(squash([facts]).packages, locate=plain_location, distribution=None)


def _stack(data: bytes) -> None:
    """Read parts of the input as the layers of one image."""
    layers = [
        Layer(
            info=LayerInfo(index=index, diff_id=None, digest=None, size_bytes=len(part)),
            media_type="",
            open=functools.partial(io.BytesIO, part),
        )
        for index, part in enumerate(data.split(SEPARATOR))
    ]
    facts, _ = read_layers(layers, CATALOGERS, progress=SILENT, workers=1)
    for each in facts:
        for issue in each.issues:
            assert issue.code != "HM9001", issue
    squashed = squash(facts)
    to_components(squashed.packages, locate=plain_location, distribution=None)
    to_components(squashed.removed, locate=plain_location, distribution=None)


@functools.cache
def _scratch() -> Path:
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="fuzz-", dir=memory if memory.is_dir() else None))


def _open(target: str) -> None:
    options = ImageOptions(all_platforms=True)
    with open_target(target, options=options, progress=SILENT) as opened:
        for each in opened:
            for layer in getattr(each, "layers", ()):
                with contextlib.suppress(HullmarkError), contextlib.closing(layer.open()) as stream:
                    while stream.read(1 << 16):
                        pass


def _archive(data: bytes) -> None:
    path = _scratch() / "image.tar"
    path.write_bytes(data)
    for scheme in ("", "oci-archive:", "docker-archive:"):
        with contextlib.suppress(HullmarkError):
            _open(f"{scheme}{path}")


def _layout(data: bytes) -> None:
    """Make a layout of documents that name each other by their right digests."""
    index, manifest, config, layer = [*data.split(SEPARATOR, 3), b"", b"", b""][:4]
    names = {b"@LAYER@": layer, b"@CONFIG@": config}
    for mark, content in names.items():
        manifest = manifest.replace(mark, _digest(content))
    manifest = manifest.replace(b"@SIZE@", str(len(config)).encode())
    index = index.replace(b"@MANIFEST@", _digest(manifest))
    index = index.replace(b"@SIZE@", str(len(manifest)).encode())
    folder = _scratch() / "layout"
    blobs = folder / "blobs" / "sha256"
    blobs.mkdir(parents=True, exist_ok=True)
    (folder / "oci-layout").write_bytes(b'{"imageLayoutVersion":"1.0.0"}')
    (folder / "index.json").write_bytes(index)
    written = []
    try:
        for content in (manifest, config, layer):
            written.append(blobs / _digest(content).decode().removeprefix("sha256:"))
            written[-1].write_bytes(content)
        _open(f"oci:{folder}")
    finally:
        for path in written:
            path.unlink(missing_ok=True)


def _saved(data: bytes) -> None:
    """Make an archive of ``docker save`` of its documents."""
    manifest, config, layer = [*data.split(SEPARATOR, 2), b"", b""][:3]
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in (
            ("manifest.json", manifest),
            ("config.json", config),
            ("layer.tar", layer),
            ("repositories", config),
            ("abc/json", config),
            ("abc/layer.tar", layer),
        ):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    path = _scratch() / "saved.tar"
    path.write_bytes(packed.getvalue())
    _open(f"docker-archive:{path}")


def _digest(content: bytes) -> bytes:
    return f"sha256:{hashlib.sha256(content).hexdigest()}".encode()


def _executable(data: bytes) -> None:
    met: list[object] = []
    step = 1 + len(data) % 5_000
    sinks = (
        NeedleSink(
            {b"\xff Go buildinf:": 16, b"needle": 1},
            lambda *found: met.append(found),
            sections=(b".dep-v0", b"__dep"),
            section=met.append,
        ),
        WindowSink((b"version", b"OpenSSL "), met.append),
    )
    for sink in sinks:
        for at in range(0, len(data), step):
            sink.feed(data[at : at + step])
        sink.close()
