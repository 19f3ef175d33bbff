#!/usr/bin/env python3
"""Build the three benchmark images out of Debian, PyPI and npm packages, without an engine.

Usage: images.py [FOLDER]      (needs root, debootstrap, pip and npm; about five minutes, 3 GB)

    base-oci   Debian minbase, one layer
    mid-oci    + python3, curl and 20 PyPI packages of some years ago, three layers
    app-oci    + compilers, Go binaries, jars, 80 PyPI packages, an npm application, six layers
    app-zstd-oci, app-docker.tar   the same image with zstd layers, and as `docker save` has it

Each step runs in a chroot; what changed on disk since the last step becomes the layer.
"""

import contextlib
import gzip
import hashlib
import io
import json
import os
import shutil
import stat
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

SUITE = os.environ.get("SUITE", "bookworm")
SITE = "opt/venv/lib/python3.11/site-packages"
HERE = Path(__file__).resolve().parent
GZIP = "application/vnd.oci.image.layer.v1.tar+gzip"
ZSTD = "application/vnd.oci.image.layer.v1.tar+zstd"

APT_MID = "ca-certificates curl python3 python3-venv"
APT_APP = (
    "ca-certificates curl wget git gnupg openssh-client procps less vim-tiny xz-utils unzip "
    "python3 python3-venv python3-dev nodejs build-essential pkg-config libpq-dev libssl-dev "
    "libffi-dev libxml2-dev libjpeg-dev nginx-light postgresql-client perl"
)
DEBS = (
    "umoci skopeo gh liblog4j2-java libcommons-text-java libcommons-io-java libguava-java "
    "libcommons-compress-java libcommons-collections3-java libjackson2-databind-java "
    "libjackson2-core-java libspring-core-java libspring-web-java libspring-beans-java "
    "libyaml-snake-java libxstream-java libh2-java libnetty-java libbcprov-java libjetty9-java"
)


class Builder:
    """A root file system that grows step by step, and the layers it grew by."""

    def __init__(self, root: Path, blobs: Path) -> None:
        self.root = root
        self.blobs = blobs
        self.layers: list[tuple[str, str, int, str]] = []
        self._before: dict[str, tuple[int, ...]] = {}

    def fork(self, root: Path) -> "Builder":
        """Return a builder that goes on from here in a copy."""
        run("cp", "-a", f"{self.root}/.", str(root))
        other = Builder(root, self.blobs)
        other.layers = list(self.layers)
        other._before = snapshot(root)
        return other

    def inside(self, script: str) -> None:
        """Run a shell script in the root file system."""
        shutil.copy("/etc/resolv.conf", self.root / "etc/resolv.conf")
        policy = self.root / "usr/sbin/policy-rc.d"  # no service is started while installing
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
        environment = (
            "env DEBIAN_FRONTEND=noninteractive LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin"
        )
        run("chroot", str(self.root), *environment.split(), "sh", "-ec", script)

    def commit(self, line: str) -> None:
        """Make a layer of what changed."""
        after = snapshot(self.root)
        changed = sorted(path for path in after if self._before.get(path) != after[path])
        gone = sorted(path for path in self._before if path not in after)
        gone = [path for path in gone if os.path.dirname(path) in after or "/" not in path]
        tar = self._tar(changed, gone)
        blob = gzip.compress(tar, 6, mtime=0)
        digest = put(self.blobs, blob)
        self.layers.append((line, digest, len(blob), "sha256:" + hashlib.sha256(tar).hexdigest()))
        self._before = after
        print(f"layer: {line}: {len(changed)} paths, {len(gone)} deleted, {len(blob):,} bytes")

    def _tar(self, changed: list[str], gone: list[str]) -> bytes:
        out = io.BytesIO()
        inodes: dict[tuple[int, int], str] = {}
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for path in gone:
                folder, name = os.path.split(path)
                archive.addfile(tarfile.TarInfo(os.path.join(folder, f".wh.{name}")))
            for path in changed:
                info = archive.gettarinfo(str(self.root / path), arcname=path)
                if info is None:  # a socket
                    continue
                status = os.lstat(self.root / path)
                key = (status.st_dev, status.st_ino)
                if info.isreg() and status.st_nlink > 1 and key in inodes:
                    info.type, info.linkname, info.size = tarfile.LNKTYPE, inodes[key], 0
                elif info.islnk():
                    info.type, info.linkname, info.size = tarfile.REGTYPE, "", status.st_size
                inodes.setdefault(key, path)
                if info.isreg():
                    with open(self.root / path, "rb") as file:
                        archive.addfile(info, file)
                else:
                    archive.addfile(info)
        return out.getvalue()


def main() -> int:
    """Build everything below the folder given."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "build/images").resolve()
    work = out / "work"
    for tool in ("debootstrap", "npm", "dpkg"):
        if not shutil.which(tool):
            print(f"{tool} is needed: apt-get install {tool}", file=sys.stderr)
            return 2
    shutil.rmtree(work, ignore_errors=True)
    (work / "blobs").mkdir(parents=True)
    base = Builder(work / "base", work / "blobs")
    run("debootstrap", "--variant=minbase", SUITE, str(base.root))
    base.inside("apt-get clean")
    base.commit("/bin/sh -c #(nop) ADD file:minbase in / ")
    write_layout(out / "base-oci", base)
    write_layout(out / "mid-oci", build_mid(base.fork(work / "mid")))
    app = build_app(base.fork(work / "app"), work)
    write_layout(out / "app-oci", app)
    write_zstd(out / "app-oci", out / "app-zstd-oci")
    write_docker_archive(out / "app-docker.tar", out / "app-oci")
    shutil.rmtree(work)
    return 0


def build_mid(image: Builder) -> Builder:
    """An everyday small service."""
    image.inside(
        f"apt-get -q update && apt-get -qy install --no-install-recommends {APT_MID}"
        " && apt-get clean && rm -rf /var/lib/apt/lists/*"
    )
    image.commit(f"RUN /bin/sh -c apt-get install {APT_MID} # buildkit")
    heavy = ("scipy", "scikit", "pandas", "matplotlib", "numpy")
    lines = (HERE / "images-wheels.txt").read_text().splitlines()
    install_wheels(image, [line for line in lines[:25] if not line.startswith(heavy)])
    image.commit("RUN /bin/sh -c pip install -r requirements.txt # buildkit")
    return image


def build_app(image: Builder, work: Path) -> Builder:
    """An application image as they are found: too much of everything."""
    image.inside(
        f"apt-get -q update && apt-get -qy install --no-install-recommends {APT_APP}"
        " && apt-get clean"
    )
    image.commit("RUN /bin/sh -c apt-get install runtime and build tools # buildkit")
    debs = work / "debs"
    debs.mkdir()
    subprocess.run(["apt-get", "-q", "download", *DEBS.split()], cwd=debs, check=False)
    for deb in debs.glob("*.deb"):
        run("dpkg", "-x", str(deb), str(debs / "x"))
    for folder in ("opt/tools", "opt/java", "srv/app/src"):
        (image.root / folder).mkdir(parents=True)
    for name in ("umoci", "skopeo", "gh"):
        with contextlib.suppress(FileNotFoundError):
            shutil.copy(debs / "x/usr/bin" / name, image.root / "opt/tools")
    for jar in (debs / "x/usr/share/java").glob("*.jar"):
        if jar.is_file() and not jar.is_symlink():
            shutil.copy(jar, image.root / "opt/java")
    image.commit("COPY tools and jars /opt # buildkit")
    install_wheels(image, (HERE / "images-wheels.txt").read_text().splitlines())
    image.commit("RUN /bin/sh -c pip install -r requirements.txt # buildkit")
    shutil.copy(HERE / "images-package.json", image.root / "srv/app/package.json")
    run(
        "npm",
        "install",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--legacy-peer-deps",
        "--loglevel=error",
        cwd=image.root / "srv/app",
    )
    image.commit("RUN /bin/sh -c npm install # buildkit")
    for at in range(300):
        text = "".join(f"def handle_{at}_{n}(order):\n    return order + {n}\n" for n in range(60))
        (image.root / f"srv/app/src/module_{at}.py").write_text(text)
    for gone in ("var/lib/apt/lists", "usr/share/doc", "usr/share/man"):
        shutil.rmtree(image.root / gone, ignore_errors=True)
    for gone in (*(image.root / SITE).glob("urllib3*"), image.root / "srv/app/node_modules/lodash"):
        shutil.rmtree(gone, ignore_errors=True)
    image.commit("COPY . /srv/app # buildkit")
    return image


def install_wheels(image: Builder, pins: list[str]) -> None:
    """Install pinned wheels into a virtual environment of the image."""
    image.inside("python3 -m venv --without-pip /opt/venv")
    run(
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-compile",
        "--no-deps",
        "--disable-pip-version-check",
        "--only-binary=:all:",
        "--python-version",
        "3.11",
        "--implementation",
        "cp",
        *(
            f"--platform={name}"
            for name in (
                "manylinux2014_x86_64",
                "manylinux_2_17_x86_64",
                "manylinux_2_28_x86_64",
                "any",
            )
        ),
        "--target",
        str(image.root / SITE),
        *pins,
    )


def snapshot(root: Path) -> dict[str, tuple[int, ...]]:
    """Return what identifies every path below ``root``."""
    return {
        path: (
            status.st_mode,
            status.st_uid,
            status.st_gid,
            0 if stat.S_ISDIR(status.st_mode) else status.st_size,
            0 if stat.S_ISDIR(status.st_mode) else status.st_mtime_ns,
        )
        for path, status in walk(root)
    }


def walk(root: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield every path below ``root`` with its status, folders before their content."""
    for folder, folders, files in os.walk(root):
        for name in sorted(folders + files):
            path = os.path.join(folder, name)
            yield os.path.relpath(path, root), os.lstat(path)


def put(blobs: Path, content: bytes) -> str:
    """Store a blob and return its digest."""
    digest = hashlib.sha256(content).hexdigest()
    (blobs / digest).write_bytes(content)
    return f"sha256:{digest}"


def write_layout(folder: Path, image: Builder) -> None:
    """Write an OCI layout with one image."""
    layers = [
        {"mediaType": GZIP, "digest": digest, "size": size} for _, digest, size, _ in image.layers
    ]
    config = json.dumps(
        {
            "created": "2026-01-01T00:00:00Z",
            "architecture": "amd64",
            "os": "linux",
            "config": {},
            "rootfs": {"type": "layers", "diff_ids": [diff_id for *_, diff_id in image.layers]},
            "history": [{"created_by": line} for line, *_ in image.layers],
        }
    ).encode()
    _write_layout(folder, image.blobs, layers, config)


def _write_layout(
    folder: Path, source: Path, layers: list[dict[str, object]], config: bytes
) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    blobs = folder / "blobs/sha256"
    blobs.mkdir(parents=True)
    for layer in layers:
        name = str(layer["digest"]).removeprefix("sha256:")
        shutil.copy(source / name, blobs / name)
    manifest = json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": {
                "mediaType": "application/vnd.oci.image.config.v1+json",
                "digest": put(blobs, config),
                "size": len(config),
            },
            "layers": layers,
        }
    ).encode()
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    (folder / "index.json").write_text(
        json.dumps(
            {
                "schemaVersion": 2,
                "manifests": [
                    {
                        "mediaType": "application/vnd.oci.image.manifest.v1+json",
                        "digest": put(blobs, manifest),
                        "size": len(manifest),
                        "platform": {"architecture": "amd64", "os": "linux"},
                        "annotations": {"org.opencontainers.image.ref.name": "latest"},
                    }
                ],
            }
        )
    )


def read_layout(folder: Path) -> tuple[Path, dict[str, object], bytes]:
    """Return blobs, manifest and configuration of a layout with one image."""
    blobs = folder / "blobs/sha256"
    index = json.loads((folder / "index.json").read_text())
    manifest = json.loads((blobs / index["manifests"][0]["digest"][7:]).read_bytes())
    return blobs, manifest, (blobs / manifest["config"]["digest"][7:]).read_bytes()


def write_zstd(source: Path, folder: Path) -> None:
    """Write the same image with zstd layers, as BuildKit does on request."""
    import zstandard

    blobs, manifest, config = read_layout(source)
    scratch = folder.parent / "work/zstd"
    scratch.mkdir()
    layers = []
    for layer in manifest["layers"]:  # type: ignore[attr-defined]
        tar = gzip.decompress((blobs / layer["digest"][7:]).read_bytes())
        blob = zstandard.ZstdCompressor(level=3).compress(tar)
        layers.append({"mediaType": ZSTD, "digest": put(scratch, blob), "size": len(blob)})
    _write_layout(folder, scratch, layers, config)


def write_docker_archive(path: Path, source: Path) -> None:
    """Write the same image as ``docker save`` did before it wrote OCI layouts."""
    blobs, manifest, config = read_layout(source)
    names = []
    with tarfile.open(path, "w") as archive:

        def add(name: str, content: bytes) -> None:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))

        for layer in manifest["layers"]:  # type: ignore[attr-defined]
            tar = gzip.decompress((blobs / layer["digest"][7:]).read_bytes())
            names.append(hashlib.sha256(tar).hexdigest() + "/layer.tar")
            add(names[-1], tar)
        name = hashlib.sha256(config).hexdigest() + ".json"
        add(name, config)
        add(
            "manifest.json",
            json.dumps(
                [{"Config": name, "RepoTags": ["bench/app:latest"], "Layers": names}]
            ).encode(),
        )


def run(*command: str, cwd: Path | None = None) -> None:
    """Run a program, quiet unless it fails."""
    done = subprocess.run(command, cwd=cwd, check=False, capture_output=True)
    if done.returncode:
        sys.stderr.write(
            done.stdout.decode()[-2000:] + done.stderr.decode("utf-8", "replace")[-4000:]
        )
        raise SystemExit(f"{command[0]} failed with status {done.returncode}")


if __name__ == "__main__":
    sys.exit(main())
