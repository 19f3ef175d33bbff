#!/usr/bin/env python3
"""Assemble a small image out of real packages, without a container engine and without root.

Usage: demo_image.py FOLDER        (an OCI layout with the tag "demo" is written there)

Layer 1: a few Debian packages, downloaded with apt (left out with a remark where there is none).
Layer 2: Python packages of some years ago, downloaded from PyPI with pip.
Layer 3: an application, and a file of layer 2 deleted again.
"""

import gzip
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

DEBIAN = ["base-files", "zlib1g", "libssl3", "openssl", "libexpat1", "perl-base", "tzdata"]
PYPI = [
    "django==3.2",
    "paramiko==2.4.0",
    "jinja2==2.10",
    "urllib3==1.24.1",
    "requests==2.20.0",
    "idna==2.7",
    "werkzeug==0.15.3",
]
SITE = "usr/lib/python3/site-packages"
CREATED = "2024-01-01T00:00:00Z"


def main() -> int:
    """Build the image and say where it is."""
    if len(sys.argv) != 2:
        sys.stderr.write(__doc__ or "")
        return 2
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as scratch:
        layers = [
            ("/bin/sh -c #(nop) ADD file:rootfs in / ", debian_layer(Path(scratch))),
            (
                "RUN /bin/sh -c pip install -r requirements.txt # buildkit",
                pypi_layer(Path(scratch)),
            ),
            ("COPY . /srv/app # buildkit", application_layer()),
        ]
    write_layout(folder, [(line, files) for line, files in layers if files])
    print(f"demo image: oci:{folder}:demo")
    return 0


def debian_layer(scratch: Path) -> dict[str, bytes]:
    """Download packages with apt and lay them out as dpkg would have installed them."""
    if not shutil.which("apt-get"):
        print("no apt-get here: the demo image gets no Debian layer", file=sys.stderr)
        return {}
    cache = scratch / "apt"
    (cache / "lists/partial").mkdir(parents=True)
    options = [
        "-o",
        f"Dir::State::lists={cache}/lists",
        "-o",
        f"Dir::Cache={cache}",
        "-o",
        "APT::Sandbox::User=root",
        "-q",
    ]
    try:
        run(["apt-get", *options, "update"], cwd=cache)
        run(["apt-get", *options, "download", *DEBIAN], cwd=cache)
    except subprocess.CalledProcessError as error:
        print(f"apt-get failed ({error.returncode}): no Debian layer", file=sys.stderr)
        return {}
    files: dict[str, bytes] = {}
    status = b""
    for package in sorted(cache.glob("*.deb")):
        control, content = read_deb(package.read_bytes())
        name = field(control, "Package")
        status += (
            control.rstrip(b"\n").replace(b"\n", b"\nStatus: install ok installed\n", 1) + b"\n\n"
        )
        listed = "".join(f"/{path}\n" for path in sorted(content))
        files[f"var/lib/dpkg/info/{name}.list"] = b"/.\n" + listed.encode()
        files.update(content)
    files["var/lib/dpkg/status"] = status
    if "usr/lib/os-release" in files:
        files["etc/os-release"] = files["usr/lib/os-release"]
    return files


def read_deb(data: bytes) -> tuple[bytes, dict[str, bytes]]:
    """Return the control stanza and the files of a .deb (an ar archive of two tars)."""
    control, files = b"", {}
    at = 8
    while at + 60 <= len(data):
        name, size = data[at : at + 16].strip().decode(), int(data[at + 48 : at + 58])
        member = data[at + 60 : at + 60 + size]
        at += 60 + size + size % 2
        if name.startswith(("control.tar", "data.tar")):
            with tarfile.open(fileobj=io.BytesIO(member)) as archive:
                for each in archive:
                    path = each.name.removeprefix("./")
                    if not each.isreg():
                        continue
                    content = archive.extractfile(each)
                    assert content is not None
                    if name.startswith("data"):
                        files[path] = content.read()
                    elif path == "control":
                        control = content.read()
    return control, files


def field(control: bytes, name: str) -> str:
    """Return one field of a control stanza."""
    prefix = f"{name}: ".encode()
    return next(
        line.removeprefix(prefix).decode()
        for line in control.splitlines()
        if line.startswith(prefix)
    )


def pypi_layer(scratch: Path) -> dict[str, bytes]:
    """Download wheels with pip and unpack them into a site-packages folder."""
    wheels = scratch / "wheels"
    run(
        [
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--disable-pip-version-check",
            "--no-deps",
            "--only-binary=:all:",
            "-d",
            str(wheels),
            *PYPI,
        ],
        cwd=scratch,
    )
    files: dict[str, bytes] = {}
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if not name.endswith("/"):
                    files[f"{SITE}/{name}"] = archive.read(name)
    return files


def application_layer() -> dict[str, bytes]:
    """Return a few files of an application, and the deletion of a package of layer 2."""
    return {
        "srv/app/main.py": b"import jinja2\nprint(jinja2.Template('hello').render())\n",
        f"{SITE}/.wh.idna-2.7.dist-info": b"",
        f"{SITE}/.wh.idna": b"",
    }


def write_layout(folder: Path, layers: list[tuple[str, dict[str, bytes]]]) -> None:
    """Write an OCI layout with one image of these layers."""
    if folder.exists():
        shutil.rmtree(folder)
    blobs = folder / "blobs/sha256"
    blobs.mkdir(parents=True)

    def put(content: bytes, media_type: str) -> dict[str, object]:
        digest = hashlib.sha256(content).hexdigest()
        (blobs / digest).write_bytes(content)
        return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": len(content)}

    diff_ids, descriptors = [], []
    for _, files in layers:
        tar = tar_of(files)
        diff_ids.append(f"sha256:{hashlib.sha256(tar).hexdigest()}")
        descriptors.append(
            put(gzip.compress(tar, 6, mtime=0), "application/vnd.oci.image.layer.v1.tar+gzip")
        )
    config = put(
        json.dumps(
            {
                "created": CREATED,
                "architecture": "amd64",
                "os": "linux",
                "config": {"Env": ["PATH=/usr/bin:/bin"], "Cmd": ["python3", "/srv/app/main.py"]},
                "rootfs": {"type": "layers", "diff_ids": diff_ids},
                "history": [{"created": CREATED, "created_by": line} for line, _ in layers]
                + [{"created": CREATED, "created_by": 'CMD ["python3"]', "empty_layer": True}],
            }
        ).encode(),
        "application/vnd.oci.image.config.v1+json",
    )
    manifest = put(
        json.dumps(
            {
                "schemaVersion": 2,
                "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "config": config,
                "layers": descriptors,
            }
        ).encode(),
        "application/vnd.oci.image.manifest.v1+json",
    )
    manifest["annotations"] = {"org.opencontainers.image.ref.name": "demo"}
    manifest["platform"] = {"architecture": "amd64", "os": "linux"}
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [manifest]}))


def tar_of(files: dict[str, bytes]) -> bytes:
    """Return a tar that is the same for the same files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in sorted(files):
            info = tarfile.TarInfo(name)
            info.size = len(files[name])
            archive.addfile(info, io.BytesIO(files[name]))
    return out.getvalue()


def run(command: list[str], *, cwd: Path) -> None:
    """Run a program, quiet unless it fails."""
    done = subprocess.run(command, cwd=cwd, check=False, capture_output=True)
    if done.returncode:
        sys.stderr.write(done.stderr.decode("utf-8", "replace"))
        done.check_returncode()


if __name__ == "__main__":
    sys.exit(main())
