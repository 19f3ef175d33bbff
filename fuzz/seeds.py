"""Seed inputs, made here: small documents of every format, and archives built from them.

No corpus file is kept in the repository. Where a shared corpus stands beside the checkout, files
whose names fit are drawn from it at run time as well.
"""

import bz2
import functools
import gzip
import io
import json
import lzma
import os
import struct
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
sys.path.append(str(_HERE.parent / "tests"))

import advisory_feeds
import go_builder
import image_builder
import rpm_builder
import section_builder
from documents import DOCUMENTS, TEXTS
from hullmark.native.catalogers.record import Cataloger
from hullmark.native.globs import Wanted

LARGEST = 12 * 1024
"""Bytes of a seed drawn from a corpus."""
_MOST = 60
"""Seeds drawn from a corpus per target."""
SEPARATOR = b"\n====\n"

PATHS_OF_MODULE: dict[str, tuple[str, ...]] = {
    "hullmark.formats.yaml": ("**/*.yaml", "**/*.yml"),
    "hullmark.formats.xml": ("**/*.xml", "**/*.pom", "**/*.csproj"),
    "hullmark.formats.sbom.read": ("**/*.cdx.json", "**/*.spdx.json", "**/*.spdx"),
    "hullmark.formats.sbom.cyclonedx_rules": ("**/*.cdx.json",),
}
QUESTIONS = (
    lambda db: db.affected("PyPI", "demo-package"),
    lambda db: list(db.affected_many([("Debian:12", "openssl"), ("npm", "left-pad")])),
    lambda db: db.advisory("GHSA-aaaa-bbbb-cccc"),
    lambda db: db.advisories(["CVE-2026-0001"]),
    lambda db: db.aliases("CVE-2026-0001"),
    lambda db: list(db.packages(db.ecosystems())),
    lambda db: db.end_of_life("debian", "12.4"),
)
"""What a scan asks of a database."""


def of_cataloger(cataloger: Cataloger) -> Iterator[bytes]:
    """Yield what a cataloger reads."""
    yield b""
    for key, documents in DOCUMENTS.items():
        if key in cataloger.name.split("-"):
            yield from documents
    if cataloger.name.startswith("rpm"):
        yield from _rpm()
    if cataloger.needles or cataloger.sections or cataloger.anchors:
        yield from executables()
    if any(glob.endswith((".jar", ".whl", ".egg", ".war")) for glob in cataloger.globs):
        yield from zips()
    if cataloger.globs:
        yield from drawn(cataloger.globs)


def of_module(module: str) -> Iterator[bytes]:
    """Yield what a parser found by itself may read: everything short, it knows what it likes."""
    yield b""
    for key, documents in TEXTS.items():
        if key in module:
            yield from documents
    if "oci" in module or "documents" in module or "config" in module or "docker" in module:
        for layout in layouts():
            yield from layout.split(SEPARATOR)
    if "sbom" in module or "cyclonedx" in module or "spdx" in module:
        yield from sboms()
    if "advisories" in module:
        yield from feeds()
    yield from drawn(PATHS_OF_MODULE.get(module, ()))


def drawn(globs: tuple[str, ...]) -> Iterator[bytes]:
    """Yield files of a shared corpus whose paths fit."""
    if not globs:
        return
    wanted = Wanted([_cataloger(globs)]).by
    count = 0
    for path, name in _corpus():
        if count < _MOST and wanted(name):
            count += 1
            yield path.read_bytes()


def _cataloger(globs: tuple[str, ...]) -> Cataloger:
    return Cataloger(name="seeds", version=1, role="language", globs=globs, parse=lambda _: ())


@functools.cache
def _corpus() -> tuple[tuple[Path, str], ...]:
    """Return every small file of the corpora that stand unpacked in ``build/corpus``."""
    folder = Path(os.environ.get("HULLMARK_CORPUS") or _HERE.parent / "build" / "corpus")
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return tuple(
        (path, path.relative_to(folder).as_posix())
        for path in sorted(files)
        if path.stat().st_size <= LARGEST
    )


def tars() -> Iterator[bytes]:
    """Yield layers: every kind of member, every kind of long name, sparse files."""
    files: dict[str, Any] = {
        "etc/os-release": b'ID=debian\nVERSION_ID="12"\n',
        "var/lib/dpkg/status": DOCUMENTS["dpkg"][0],
        "app/x-1.0.dist-info/METADATA": b"Name: x\nVersion: 1.0\n\n",
        "opt": image_builder.OPAQUE,
        "tmp/a": image_builder.WHITEOUT,
        "usr/bin/tool": section_builder.elf({b".dep-v0".decode(): b"x"}),
        "lib": image_builder.Link("usr/lib"),
        "hard": image_builder.Link("etc/os-release", hard=True),
        "l" * 120 + "/" + "m" * 120: b"x",
    }
    yield image_builder.layer_tar(files)
    for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w", format=form) as archive:
            for name, content in (("./a/../b", b"1"), ("/c", b"2" * 700), ("n" * 90, b"")):
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                if form == tarfile.PAX_FORMAT:
                    entry.pax_headers = {"comment": "x", "mtime": "1.5"}
                archive.addfile(entry, io.BytesIO(content))
        yield packed.getvalue()
    yield from _sparse()


def _sparse() -> Iterator[bytes]:
    for headers, content in (
        ({"GNU.sparse.map": "0,3,100,3", "GNU.sparse.size": "200"}, b"abcdef"),
        ({"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "200",
          "GNU.sparse.name": "etc/os-release"}, b"1\n0\n3\n".ljust(512, b"\0") + b"abc"),
    ):  # fmt: skip
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
            entry = tarfile.TarInfo("etc/os-release")
            entry.size, entry.pax_headers = len(content), headers
            archive.addfile(entry, io.BytesIO(content))
        yield packed.getvalue()


def stacks() -> Iterator[bytes]:
    """Yield layers above each other."""
    first, *_ = tars()
    upper = image_builder.layer_tar({"etc": image_builder.OPAQUE, "app": image_builder.WHITEOUT})
    yield first
    yield SEPARATOR.join((first, upper))
    yield SEPARATOR.join((gzip.compress(first, mtime=0), upper, first))


def streams() -> Iterator[bytes]:
    """Yield compressed streams of one and of many members."""
    import zstandard

    text = b"hello hullmark " * 50
    gz, zst = gzip.compress(text, mtime=0), zstandard.compress(text)
    skippable = struct.pack("<II", 0x184D2A50, 4) + b"skip"
    yield from (text, gz, gz + gz, gz + bytes(20) + gz, gz[:-5], zst, zst + zst, skippable + zst,
                lzma.compress(text), lzma.compress(text) * 2, bz2.compress(text),
                bz2.compress(text) * 2, gzip.compress(bytes(3_000_000), mtime=0))  # fmt: skip


def zips() -> Iterator[bytes]:
    """Yield zip archives: jars in jars, deflated, stored, with comments."""
    inner = _zip({"META-INF/MANIFEST.MF": DOCUMENTS["java"][0], "a/b.class": b"\xca\xfe"})
    pom = b"groupId=a\nartifactId=b\nversion=1\n"
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        yield _zip(
            {
                "META-INF/MANIFEST.MF": DOCUMENTS["java"][0],
                "META-INF/maven/a/b/pom.properties": pom,
                "META-INF/maven/a/b/pom.xml": DOCUMENTS["maven"][0],
                "WEB-INF/lib/c-2.0.jar": inner,
                "x-1.0.dist-info/METADATA": b"Name: x\nVersion: 1.0\n\n",
                "EGG-INFO/PKG-INFO": b"Name: x\nVersion: 1.0\n\n",
                "GHSA-aaaa-bbbb-cccc.json": json.dumps(advisory_feeds.osv_record()).encode(),
            },
            method,
        )
    yield b"#!/bin/sh\nexec java -jar $0\n" + inner + b""


def _zip(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
        archive.comment = b"comment"
    return packed.getvalue()


def archives() -> Iterator[bytes]:
    """Yield whole images in one file."""
    image = image_builder.build_image([{"a": b"1"}, {"b": b"2"}])
    yield image_builder.docker_archive({"app:1": image}, form="old")
    yield image_builder.docker_archive({"app:1": image}, form="new")
    yield image_builder.layer_tar(image_builder.layout_files({"1": image}))
    yield gzip.compress(image_builder.layer_tar(image_builder.layout_files({"1": image})), mtime=0)


def layouts() -> Iterator[bytes]:
    """Yield index, manifest, configuration and layer; marks stand for digests."""
    tar = image_builder.layer_tar({"a": b"1"})
    kind = "application/vnd.oci.image"
    config = {"architecture": "amd64", "os": "linux", "created": "2026-01-01T00:00:00Z",
              "config": {"Env": ["A=b"], "Cmd": ["sh"], "User": "1", "Labels": {"a": "b"},
                         "ExposedPorts": {"80/tcp": {}}, "Volumes": {"/v": {}}},
              "rootfs": {"type": "layers", "diff_ids": [image_builder.digest(tar)]},
              "history": [{"created_by": "COPY"}, {"empty_layer": True}]}  # fmt: skip
    for schema in ("oci", "docker"):
        docker = "application/vnd.docker.distribution.manifest"
        manifest = {
            "schemaVersion": 2,
            "mediaType": f"{kind}.manifest.v1+json" if schema == "oci" else f"{docker}.v2+json",
            "config": {"mediaType": f"{kind}.config.v1+json", "digest": "@CONFIG@", "size": 1},
            "layers": [{"mediaType": f"{kind}.layer.v1.tar", "digest": "@LAYER@",
                        "size": len(tar)}],
            "annotations": {"a": "b"},
        }  # fmt: skip
        text = json.dumps(manifest).replace('"size": 1}', '"size": @SIZE@}')
        index = {
            "schemaVersion": 2,
            "mediaType": f"{kind}.index.v1+json" if schema == "oci" else f"{docker}.list.v2+json",
            "manifests": [{"mediaType": manifest["mediaType"], "digest": "@MANIFEST@", "size": 1,
                           "platform": {"os": "linux", "architecture": "amd64"},
                           "annotations": {"org.opencontainers.image.ref.name": "1"}}],
        }  # fmt: skip
        listed = json.dumps(index).replace('"size": 1,', '"size": @SIZE@,')
        yield SEPARATOR.join((listed.encode(), text.encode(), json.dumps(config).encode(), tar))
    first = {"schemaVersion": 1, "name": "a", "tag": "1", "architecture": "amd64",
             "fsLayers": [{"blobSum": "@LAYER@"}],
             "history": [{"v1Compatibility": json.dumps({"id": "a", "os": "linux"})}],
             "signatures": [{"protected": "e30", "header": {}, "signature": "x"}]}  # fmt: skip
    yield SEPARATOR.join((listed.encode(), json.dumps(first).encode(), b"{}", tar))


def saved() -> Iterator[bytes]:
    """Yield what ``docker save`` writes, as documents."""
    tar = image_builder.layer_tar({"a": b"1"})
    manifest = [{"Config": "config.json", "RepoTags": ["a:1"], "Layers": ["layer.tar"]}]
    config = next(iter(layouts())).split(SEPARATOR)[2]
    yield SEPARATOR.join((json.dumps(manifest).encode(), config, tar))
    yield SEPARATOR.join((b"[]", b'{"a":{"1":"abc"}}', tar))
    yield SEPARATOR.join((b"", b'{"id":"abc","os":"linux","parent":"abc"}', tar))


def executables() -> Iterator[bytes]:
    """Yield programs of the three kinds, with build information and sections."""
    text = go_builder.module_text("path\ta/b", "mod\ta/b\tv1.0.0\th1:x", "dep\tc/d\tv2.0.0\th1:x")
    info = go_builder.inline("go1.22.1", text)
    yield info
    for wrap in (go_builder.elf, go_builder.pe, go_builder.macho):
        yield wrap(info)
    yield go_builder.fat_macho(go_builder.macho(info))
    yield go_builder.elf(go_builder.pointed("go1.12", text))
    packed = _cargo()
    yield section_builder.elf({".dep-v0": packed})
    yield section_builder.pe({".dep-v0": packed})
    yield section_builder.macho({".dep-v0": packed})
    yield b"\x7fELF" + b"node.js/v18.1.0\0nginx version: nginx/1.25.0\0OpenSSL 3.0.1 1 Jan\0" * 3
    yield b"Python 3.11.2\0Redis 7.0.0\0BusyBox v1.36.1 (2023)\0go1.22\0PHP/8.1.0\0curl 8.0.1\0"


def _cargo() -> bytes:
    import zlib

    listed = {"packages": [{"name": "a", "version": "1.0.0", "source": "crates.io", "root": True,
                            "dependencies": [0], "kind": "build"}]}  # fmt: skip
    return zlib.compress(json.dumps(listed).encode())


def _rpm() -> Iterator[bytes]:
    headers = [
        rpm_builder.header("bash", "5.2", "1.el9", epoch=1, source="bash-5.2-1.el9.src.rpm",
                           modularity="a:b:1:c", files=("/usr/bin/bash", "/etc/x")),
        rpm_builder.header("libc", "2.34", "2"),
    ]  # fmt: skip
    yield rpm_builder.sqlite_database(headers, page_size=512)
    yield rpm_builder.sqlite_database(headers)
    yield rpm_builder.ndb_database(headers)
    yield rpm_builder.bdb_database(headers, page_size=512)
    yield rpm_builder.bdb_database(headers, order=">", page_size=512)
    yield b"bash\t5.2-1\t1\t1\tVendor\t(none)\t1\tx86_64\t0\tbash-5.2-1.src.rpm\n"
    yield from headers


def feeds() -> Iterator[bytes]:
    """Yield one document of every advisory feed."""
    for value in (
        advisory_feeds.osv_record(),
        [advisory_feeds.osv_record()],
        advisory_feeds.debian_tracker(),
        advisory_feeds.alpine_secdb(),
        advisory_feeds.kev("CVE-2024-1111"),
        {"result": [{"name": "debian", "releases": [{"name": "12", "eolFrom": "2028-06-30"}]}]},
        [{"cycle": "12", "eol": "2028-06-30"}],
    ):
        yield json.dumps(value).encode()
    yield b"#model_version:v2025,score_date:2026-01-01\ncve,epss,percentile\nCVE-2024-1,0.5,0.9\n"
    yield (b"[01 Jan 2026] DSA-5000-1 openssl - security update\n\t{CVE-2024-1111}\n"
           b"\t[bookworm] - openssl 3.0.1-1\n")  # fmt: skip
    yield (b"CVE-2024-1111 (A flaw)\n\t- openssl 3.0.1-1 (bug #1; medium)\n"
           b"\t[bookworm] - openssl <no-dsa> (Minor)\n\t- curl <unfixed>\nCVE-2024-2\n"
           b"\tNOT-FOR-US: x\n\tRESERVED\n")  # fmt: skip


def databases() -> Iterator[bytes]:
    """Yield an advisory database of a few records."""
    import tempfile

    from hullmark.advisories.build import build_database

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "feed").mkdir()
        for number, feed in enumerate(feeds()):
            (folder / "feed" / f"{number}.json").write_bytes(feed)
        path = folder / "advisories.db"
        build_database([str(folder / "feed")], path)
        yield path.read_bytes()


def versions() -> Iterator[bytes]:
    """Yield pairs of versions."""
    ladder = ("1", "1.0", "1:2.3-4~deb12u1+b1", "v1.2.3-alpha.1+build", "1.0a1.post2.dev3+local",
              "1.0-r3_alpha2", "2.0.0-SNAPSHOT", "1.0^git1", "dev-master", "1.1.1w", "4.4a_p1-r1",
              "0.0.0-20210101000000-abcdefabcdef", "1!2.0rc1", "99999999999999999999", "[1.0,2.0)",
              "~1.2", "1.x", "1_2.3-rc", "1.0+incompatible", "\u0661.\u00b2")  # fmt: skip
    for left, right in zip(ladder, (*ladder[1:], ladder[0]), strict=True):
        yield f"{left}\n{right}".encode()


def sboms() -> Iterator[bytes]:
    """Yield a bill of materials of each format."""
    yield from TEXTS["sbom"]
