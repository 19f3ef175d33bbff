"""Our client against the real docker-registry, with skopeo as the other side."""

import base64
import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hullmark.images.image import Image, ImageOptions
from hullmark.images.open import open_target
from hullmark.images.remote_errors import (
    CredentialsMissingError,
    CredentialsRefusedError,
    RepositoryNotFoundError,
    TagNotFoundError,
)
from hullmark.kernel.http_errors import TlsError
from hullmark.ports.progress import SILENT
from image_builder import OCI_INDEX, BuiltImage, build_image, build_index, write_layout
from real_servers import call, cutting_proxy, docker_registry, make_authority, need, put, put_blob
from token_server import TokenServer

pytestmark = pytest.mark.integration

_S3CRET = "$2b$05$abcdefghijklmnopqrstuuLK7U1u6pVRmL7L1BBM2aS35PSZnDXlK"
"""bcrypt of ``s3cret``."""


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the credentials of whoever runs the tests out of it."""
    for name in ("DOCKER_CONFIG", "REGISTRY_AUTH_FILE", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def image() -> BuiltImage:
    """Give an image with a layer that compresses badly."""
    noise = b"".join(hashlib.sha256(bytes([n % 256, n // 256])).digest() for n in range(65_536))
    return build_image([{"etc/os-release": b"ID=debian"}, {"noise": noise}, {"c": b"3"}])


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give one registry to all tests that need no other; each uses a repository of its own."""
    with docker_registry(tmp_path_factory.mktemp("registry")) as host:
        yield host


def _push(layout: Path, host: str, name: str, *more: str) -> None:
    need("skopeo")
    call(
        *("skopeo", "copy", "--dest-tls-verify=false", *more),
        *(f"oci:{layout}:1", f"docker://{host}/{name}"),
    )


def _read(image: Image) -> list[str]:
    digests = []
    for layer in image.layers:
        with contextlib.closing(layer.open()) as stream:
            hasher = hashlib.sha256()
            while data := stream.read(65_536):
                hasher.update(data)
            digests.append(f"sha256:{hasher.hexdigest()}")
    return digests


def _pull(target: str, **options: Any) -> list[tuple[Image, list[str]]]:
    with open_target(target, options=ImageOptions(**options), progress=SILENT) as opened:
        images = [one for one in opened if isinstance(one, Image)]
        return [(image, _read(image)) for image in images]


@pytest.mark.parametrize("form", ["oci", "v2s2"])
def test_digests_are_those_that_skopeo_sees(
    registry: str, tmp_path: Path, image: BuiltImage, form: str
) -> None:
    """Manifest, configuration, layers and diff IDs agree, in the OCI and the Docker form."""
    layout = write_layout(tmp_path / "layout", {"1": image})
    name = f"digests/{form}:1.0"
    _push(layout, registry, name, "--format", form)
    source = f"docker://{registry}/{name}"
    seen = json.loads(call("skopeo", "inspect", "--tls-verify=false", source))
    config = call("skopeo", "inspect", "--tls-verify=false", "--config", "--raw", source)
    ((pulled, layers),) = _pull(f"registry:{registry}/{name}")
    assert pulled.target.digest == seen["Digest"]
    assert layers == seen["Layers"]
    assert [layer.info.digest for layer in pulled.layers] == seen["Layers"]
    assert pulled.target.config_digest == f"sha256:{hashlib.sha256(config.encode()).hexdigest()}"
    diff_ids = json.loads(config)["rootfs"]["diff_ids"]
    assert [layer.info.diff_id for layer in pulled.layers] == diff_ids


def test_a_bare_word_goes_to_its_registry(
    registry: str, tmp_path: Path, image: BuiltImage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an engine and without a scheme, the reference is asked of its registry."""
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    monkeypatch.setenv("CONTAINER_HOST", f"unix://{tmp_path}/none.sock")
    _push(write_layout(tmp_path / "layout", {"1": image}), registry, "bare/word:1")
    ((pulled, layers),) = _pull(f"{registry}/bare/word:1")
    assert pulled.target.kind == "registry"
    assert layers == [layer.digest for layer in image.layers]


def test_an_index_of_three_platforms(registry: str) -> None:
    """Chosen by wish, or all at once; the index is what the registry itself accepted."""
    images = [
        build_image([{"a": name.encode()}], platform=name)
        for name in ("linux/amd64", "linux/arm64", "linux/arm/v7")
    ]
    for one in images:
        for name, data in one.blobs().items():
            if name != one.digest:
                put_blob(registry, "multi/app", name, data)
        put(f"http://{registry}/v2/multi/app/manifests/{one.digest}", one.manifest, one.media_type)
    put(f"http://{registry}/v2/multi/app/manifests/1", build_index(images), OCI_INDEX)
    ((pulled, _),) = _pull(f"registry:{registry}/multi/app:1", platform="linux/arm64")
    assert pulled.target.digest == images[1].digest
    everything = _pull(f"registry:{registry}/multi/app:1", all_platforms=True)
    assert [one.target.digest for one, _ in everything] == [one.digest for one in images]


def test_what_is_missing_is_told_apart(registry: str, tmp_path: Path, image: BuiltImage) -> None:
    """No such tag lists the tags; no such repository is another error."""
    _push(write_layout(tmp_path / "layout", {"1": image}), registry, "there/app:1.0")
    with pytest.raises(TagNotFoundError) as caught:
        _pull(f"registry:{registry}/there/app:2.0")
    assert "1.0" in str(caught.value.hint)
    with pytest.raises(RepositoryNotFoundError):
        _pull(f"registry:{registry}/not/there:1.0")


def test_cut_connections_are_resumed(registry: str, tmp_path: Path, image: BuiltImage) -> None:
    """A proxy cuts the line twice in the middle of a layer; every byte still arrives."""
    _push(write_layout(tmp_path / "layout", {"1": image}), registry, "cut/app:1")
    with cutting_proxy(registry, after_bytes=500_000, times=2) as proxy:
        ((_, layers),) = _pull(f"registry:{proxy}/cut/app:1")
    assert layers == [layer.digest for layer in image.layers]


def test_a_mirror_is_asked_first(registry: str, tmp_path: Path, image: BuiltImage) -> None:
    """A registry that cannot be reached is not needed where its mirror has the image."""
    _push(write_layout(tmp_path / "layout", {"1": image}), registry, "hub/library/app:1")
    ((pulled, layers),) = _pull("registry:app:1", mirrors={"docker.io": f"{registry}/hub"})
    assert pulled.target.name == "app:1"
    assert layers == [layer.digest for layer in image.layers]


def test_basic_authentication(tmp_path: Path, image: BuiltImage) -> None:
    """A real htpasswd: missing, wrong, given, and from a file that Docker writes."""
    (tmp_path / "htpasswd").write_text(f"ann:{_S3CRET}\n")
    auth = f"htpasswd:\n  realm: test\n  path: {tmp_path / 'htpasswd'}"
    with docker_registry(tmp_path / "registry", auth=auth) as host:
        layout = write_layout(tmp_path / "layout", {"1": image})
        _push(layout, host, "app:1", "--dest-creds", "ann:s3cret")
        target = f"registry:{host}/app:1"
        with pytest.raises(CredentialsMissingError):
            _pull(target)
        with pytest.raises(CredentialsRefusedError):
            _pull(target, username="ann", password="wrong")
        wanted = [layer.digest for layer in image.layers]
        assert _pull(target, username="ann", password="s3cret")[0][1] == wanted
        (tmp_path / ".docker").mkdir()
        packed = base64.b64encode(b"ann:s3cret").decode()
        content = json.dumps({"auths": {host: {"auth": packed}}})
        (tmp_path / ".docker/config.json").write_text(content)
        assert _pull(target)[0][1] == wanted


def test_bearer_tokens(tmp_path: Path, image: BuiltImage) -> None:
    """Signed tokens of a server of our own, which the registry checks for itself."""
    need("openssl")
    with TokenServer(tmp_path / "issuer") as tokens:
        auth = "\n".join(
            (
                "token:",
                f"  realm: http://{tokens.host}/token",
                "  service: test registry",
                "  issuer: test issuer",
                f"  rootcertbundle: {tokens.certificate}",
            )
        )
        with docker_registry(tmp_path / "registry", auth=auth) as host:
            layout = write_layout(tmp_path / "layout", {"1": image})
            _push(layout, host, "team/app:1", "--dest-creds", "ann:s3cret")
            target = f"registry:{host}/team/app:1"
            with pytest.raises(CredentialsMissingError):
                _pull(target)
            with pytest.raises(CredentialsRefusedError):
                _pull(target, username="ann", password="wrong")
            wanted = [layer.digest for layer in image.layers]
            assert _pull(target, username="ann", password="s3cret")[0][1] == wanted
            tokens.user = ("", "")
            assert _pull(target)[0][1] == wanted


def test_a_private_authority(tmp_path: Path, image: BuiltImage) -> None:
    """Not trusted by itself, trusted with the authority's file; the hint says so."""
    authority, own = make_authority(tmp_path / "tls")
    with docker_registry(tmp_path / "registry", tls=own) as host:
        _push(write_layout(tmp_path / "layout", {"1": image}), host, "app:1")
        with pytest.raises(TlsError, match="not trusted") as caught:
            _pull(f"registry:{host}/app:1")
        assert "--ca-file" in str(caught.value.hint)
        ((_, layers),) = _pull(f"registry:{host}/app:1", ca_file=authority)
        assert layers == [layer.digest for layer in image.layers]
        folder = tmp_path / ".config/containers/certs.d" / host
        folder.mkdir(parents=True)
        (folder / "ca.crt").write_bytes(authority.read_bytes())
        assert len(_pull(f"registry:{host}/app:1")) == 1


def test_nothing_is_left_behind(registry: str, tmp_path: Path, image: BuiltImage) -> None:
    """Scratch space is empty once the image is closed, also after an interruption."""
    import tempfile

    _push(write_layout(tmp_path / "layout", {"1": image}), registry, "clean/app:1")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(scratch))
        _pull(f"registry:{registry}/clean/app:1")
        options = ImageOptions()
        target = f"registry:{registry}/clean/app:1"
        with (
            contextlib.suppress(KeyboardInterrupt),
            open_target(target, options=options, progress=SILENT),
        ):
            assert os.listdir(scratch)  # noqa: PTH208 - the folder is a plain name here
            raise KeyboardInterrupt
    assert list(scratch.iterdir()) == []
