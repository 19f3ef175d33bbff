"""Images in a registry that has every fault there is."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hullmark.images.errors import (
    BlobDigestError,
    EmptyTargetError,
    ForeignLayerError,
    NotAnImageError,
    PlatformNotFoundError,
)
from hullmark.images.image import ByteStream, Image, ImageOptions
from hullmark.images.reference import normalize_reference
from hullmark.images.registry import open_registry
from hullmark.images.remote_errors import (
    AccessDeniedError,
    BlobNotFoundError,
    CredentialsMissingError,
    CredentialsRefusedError,
    NotARegistryError,
    PullStoppedError,
    RegistryAnswerError,
    RepositoryNotFoundError,
    TagNotFoundError,
)
from hullmark.kernel.errors import HullmarkError
from hullmark.kernel.http_errors import ConnectionFailedError, RateLimitedError, ServerFailedError
from hullmark.model.image import Digest
from hullmark.ports.progress import SILENT
from image_builder import BuiltImage, build_image, build_index, descriptor, digest
from registry_server import RegistryServer, Reply, error_reply

_BIG = bytes(range(256)) * 4096


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Keep retries quick, and the credentials of whoever runs the tests out of it."""
    import stamina

    for name in ("DOCKER_CONFIG", "REGISTRY_AUTH_FILE", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


@pytest.fixture
def registry() -> Iterator[RegistryServer]:
    """Give a registry on loopback."""
    with RegistryServer() as running:
        yield running


@pytest.fixture
def image() -> BuiltImage:
    """Give an image of three layers."""
    return build_image([{"a": b"1"}, {"b": _BIG}, {"c": b"3"}], compression="none")


def _read(image: Image) -> list[bytes]:
    return [_whole(layer) for layer in image.layers]


def _whole(layer: Any) -> bytes:
    stream = layer.open()
    try:
        return b"".join(iter(lambda: stream.read(100_000), b""))
    finally:
        stream.close()


@contextlib.contextmanager
def _opened(text: str, **options: Any) -> Iterator[tuple[Image, ...]]:
    reference = normalize_reference(text)
    with open_registry(reference, options=ImageOptions(**options), progress=SILENT) as images:
        yield images


def _pull(text: str, **options: Any) -> list[list[bytes]]:
    with _opened(text, **options) as images:
        return [_read(image) for image in images]


def test_an_image_is_pulled_and_verified(registry: RegistryServer, image: BuiltImage) -> None:
    """Digests, platform and every byte of every layer are those of the image."""
    named = registry.add("team/app", "1.0", image)
    with _opened(f"{registry.host}/team/app:1.0") as (opened,):
        target = opened.target
        assert (target.kind, target.name) == ("registry", f"{registry.host}/team/app:1.0")
        assert (target.digest, target.config_digest) == (named, image.config_digest)
        assert str(target.platform) == "linux/amd64"
        assert [layer.info.diff_id for layer in opened.layers] == [
            layer.diff_id for layer in image.layers
        ]
        assert all(layer.verified for layer in opened.layers)
        assert _read(opened) == [layer.blob for layer in image.layers]
        assert _read(opened) == [layer.blob for layer in image.layers]


def test_a_digest_and_no_tag_name_the_same(registry: RegistryServer, image: BuiltImage) -> None:
    """``latest`` is what no tag means; a digest outranks a tag."""
    named = registry.add("app", "latest", image)
    wanted = [[layer.blob for layer in image.layers]]
    assert _pull(f"{registry.host}/app") == wanted
    assert _pull(f"{registry.host}/app@{named}") == wanted
    assert _pull(f"{registry.host}/app:gone@{named}") == wanted


def test_a_layer_that_occurs_twice_is_pulled_once(registry: RegistryServer) -> None:
    """Blobs are known by their digest."""
    image = build_image([{"a": b"1"}, {"a": b"1"}])
    registry.add("app", "1", image)
    _pull(f"{registry.host}/app:1")
    assert len(registry.asked(f"blobs/{image.layers[0].digest}")) == 1


@pytest.mark.parametrize("docker", [False, True])
def test_the_platform_is_chosen_from_an_index(registry: RegistryServer, *, docker: bool) -> None:
    """``--platform`` takes one, ``--all-platforms`` all, a wrong one is told with a list."""
    images = [
        build_image([{"a": name.encode()}], platform=name, docker=docker)
        for name in ("linux/amd64", "linux/arm64", "linux/arm/v7")
    ]
    registry.add("app", "1", images, docker=docker)
    name = f"{registry.host}/app:1"
    with _opened(name, platform="linux/arm64") as (one,):
        assert one.target.digest == images[1].digest
    with _opened(name, all_platforms=True) as opened:
        assert [image.target.digest for image in opened] == [image.digest for image in images]
        assert [str(image.target.platform) for image in opened][-1] == "linux/arm/v7"
        assert [_read(image) for image in opened] == [[one.layers[0].blob] for one in images]
    with pytest.raises(PlatformNotFoundError) as caught, _opened(name, platform="linux/s390x"):
        pass
    assert "linux/arm64" in str(caught.value.hint)


def test_a_single_image_of_another_platform_is_refused(
    registry: RegistryServer, image: BuiltImage
) -> None:
    """A wish for a platform also counts where there is no index."""
    registry.add("app", "1", image)
    with (
        pytest.raises(PlatformNotFoundError),
        _opened(f"{registry.host}/app:1", platform="linux/arm64"),
    ):
        pass
    assert len(_pull(f"{registry.host}/app:1", all_platforms=True)) == 1


def test_statements_in_an_index_are_not_images(registry: RegistryServer, image: BuiltImage) -> None:
    """BuildKit's attestations stand beside the image and are left out."""
    registry.add("app", "", image)
    index = build_index([image]).decode()
    statement = (
        '{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:'
        + "0" * 64
        + '","size":3,"annotations":{"vnd.docker.reference.type":"attestation-manifest"},'
        '"platform":{"os":"unknown","architecture":"unknown"}}'
    )
    data = index.replace('"manifests":[', f'"manifests":[{statement},').encode()
    registry.add_document("app", "1", "application/vnd.oci.image.index.v1+json", data)
    assert len(_pull(f"{registry.host}/app:1", all_platforms=True)) == 1


def test_nested_indexes_and_entries_without_platform_are_looked_into(
    registry: RegistryServer,
) -> None:
    """What an index does not say is read from the configuration."""
    images = [build_image([{"a": b"x"}], platform=f"linux/{one}") for one in ("s390x", "arm64")]
    registry.add("app", "", images)
    inner = build_index(images).replace(b',"platform":{"os":"linux","architecture":"arm64"}', b"")
    registry.add_document("app", "", "application/vnd.oci.image.index.v1+json", inner)
    outer = (
        b'{"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.index.v1+json",'
        b'"size":%d,"digest":"%s"}]}' % (len(inner), digest(inner).encode())
    )
    registry.add_document("app", "1", "application/vnd.oci.image.index.v1+json", outer)
    with _opened(f"{registry.host}/app:1", platform="linux/arm64") as (one,):
        assert one.target.digest == images[1].digest


def test_an_empty_index_is_told(registry: RegistryServer) -> None:
    """An index without an image holds nothing to scan."""
    data = b'{"schemaVersion":2,"manifests":[]}'
    registry.add_document("app", "1", "application/vnd.oci.image.index.v1+json", data)
    with pytest.raises(EmptyTargetError), _opened(f"{registry.host}/app:1"):
        pass


def test_a_chart_is_named_by_its_type(registry: RegistryServer) -> None:
    """An artifact that is no image is refused with what it is."""
    chart = build_image([{"a": b"x"}], config_type="application/vnd.cncf.helm.config.v1+json")
    registry.add("chart", "1", chart)
    with pytest.raises(NotAnImageError, match="helm"), _opened(f"{registry.host}/chart:1"):
        pass
    assert registry.asked("/blobs/") == []


def test_a_missing_tag_lists_some_that_there_are(
    registry: RegistryServer, image: BuiltImage
) -> None:
    """No such tag is told from no such repository."""
    for tag in ("1.0", "1.1", "2.0-alpine"):
        registry.add("team/app", tag, image)
    with (
        pytest.raises(TagNotFoundError, match=r":1\.01") as tag_error,
        _opened(f"{registry.host}/team/app:1.01"),
    ):
        pass
    assert "1.0, " in str(tag_error.value.hint)
    with (
        pytest.raises(RepositoryNotFoundError, match="'team/ap'"),
        _opened(f"{registry.host}/team/ap:1.0"),
    ):
        pass


def test_credentials_are_missing_refused_or_right(
    registry: RegistryServer, image: BuiltImage
) -> None:
    """Each is an error of its own; the right ones open the way."""
    registry.add("app", "1", image)
    name = f"{registry.host}/app:1"
    for login in ("basic", "bearer"):
        registry.login = login
        with pytest.raises(CredentialsMissingError, match="without credentials"):
            _pull(name)
        with pytest.raises(CredentialsRefusedError, match="the command line") as caught:
            _pull(name, username="ann", password="wrong-pass")
        assert "wrong-pass" not in f"{caught.value.message}{caught.value.hint}"
        assert len(_pull(name, username="ann", password="s3cret")) == 1


def test_a_broken_credentials_file_is_told_when_it_matters(
    registry: RegistryServer, image: BuiltImage, tmp_path: Path
) -> None:
    """It stops no anonymous pull, and stands in the hint of a refusal."""
    registry.add("app", "1", image)
    (tmp_path / ".docker").mkdir()
    (tmp_path / ".docker/config.json").write_text("{broken")
    assert len(_pull(f"{registry.host}/app:1")) == 1
    registry.login = "basic"
    with pytest.raises(CredentialsMissingError) as caught:
        _pull(f"{registry.host}/app:1")
    assert ".docker/config.json' is not a JSON object" in str(caught.value.hint)


def test_a_token_that_expires_on_the_way_is_renewed(
    registry: RegistryServer, image: BuiltImage
) -> None:
    """Blobs asked for with an old token are asked for again with a new one."""
    registry.add("app", "1", image)
    registry.login, registry.user = "bearer", ("", "")
    with _opened(f"{registry.host}/app:1", parallel=1) as (first,):
        _read(first)
    registry.requests.clear()
    registry.fault("/blobs/", _unauthorized(registry), times=1)
    assert len(_pull(f"{registry.host}/app:1")) == 1
    assert len(registry.asked("/token")) == 2


@pytest.mark.parametrize(
    ("reply", "error", "words"),
    [
        (error_reply(403, "DENIED", "requested access\nis denied"), AccessDeniedError, "access is"),
        (error_reply(400, "X", "odd"), RegistryAnswerError, "status 400: odd"),
        (Reply(status=418), RegistryAnswerError, "status 418"),
        (Reply(status=502), ServerFailedError, "502"),
        (Reply(status=429, headers={"Retry-After": "9999"}), RateLimitedError, "9,999 seconds"),
        (
            Reply(headers={"Content-Type": "text/html"}, body=b"<html>log in</html>"),
            NotARegistryError,
            "no image registry",
        ),
    ],
)
def test_refusals_are_told_apart(
    registry: RegistryServer,
    image: BuiltImage,
    reply: Reply,
    error: type[HullmarkError],
    words: str,
) -> None:
    """Each kind of refusal has a class and the registry's own words, in one line."""
    registry.add("app", "1", image)
    registry.fault("/manifests/", reply)
    with pytest.raises(error, match=words), _opened(f"{registry.host}/app:1"):
        pass


def test_a_web_server_is_no_registry(registry: RegistryServer) -> None:
    """Whatever answers with pages is not asked for images."""
    registry.fault("/v2/$", Reply(headers={"Content-Type": "text/html"}, body=b"<html>"))
    with pytest.raises(NotARegistryError), _opened(f"{registry.host}/app:1"):
        pass
    with RegistryServer() as other:
        other.fault("", Reply(status=404, headers={"Content-Type": "text/html"}, body=b"<html>"))
        with pytest.raises(NotARegistryError), _opened(f"{other.host}/app:1"):
            pass


@pytest.mark.parametrize("by", ["tag", "digest"])
def test_a_manifest_that_is_not_what_it_is_named_is_refused(
    registry: RegistryServer, image: BuiltImage, by: str
) -> None:
    """The digest asked for counts, and the one the registry itself announces."""
    named = registry.add("app", "1", image)
    headers = {"Content-Type": image.media_type, "Docker-Content-Digest": named}
    registry.fault("/manifests/", Reply(headers=headers, body=image.manifest + b" "))
    text = f"{registry.host}/app:1" if by == "tag" else f"{registry.host}/app@{named}"
    with pytest.raises(BlobDigestError, match="has digest"), _opened(text):
        pass


def test_a_config_that_is_not_what_it_is_named_is_refused(
    registry: RegistryServer, image: BuiltImage
) -> None:
    """The configuration is verified before it is believed."""
    registry.add("app", "1", image)
    registry.blobs[image.config_digest] = image.config.replace(b"amd64", b"arm64")
    with pytest.raises(BlobDigestError, match="config"), _opened(f"{registry.host}/app:1"):
        pass


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda blob: blob[:-1] + b"x", "has the digest"),
        (lambda blob: blob + b"more", "longer than"),
        (lambda blob: blob[:-5], "bytes, not"),
        (lambda _: b"", "bytes, not"),
    ],
)
def test_a_layer_that_is_not_what_it_is_named_never_ends_well(
    registry: RegistryServer, image: BuiltImage, change: Any, words: str
) -> None:
    """Changed, longer and shorter layers are refused, and never tried again."""
    registry.add("app", "1", image)
    big = image.layers[1].digest
    registry.blobs[big] = change(registry.blobs[big])
    with pytest.raises(BlobDigestError, match=words):
        _pull(f"{registry.host}/app:1")
    assert len(registry.asked(f"blobs/{big}")) == 1


def test_a_tampered_layer_that_nobody_read_to_its_end_is_told(
    registry: RegistryServer, image: BuiltImage
) -> None:
    """Leaving the block tells of it."""
    registry.add("app", "1", image)
    big = image.layers[1].digest
    registry.blobs[big] = registry.blobs[big][:-1] + b"x"
    with pytest.raises(BlobDigestError), _opened(f"{registry.host}/app:1") as (opened,):
        _read_a_little(opened.layers[1])


@pytest.mark.parametrize("ranges", [True, False])
def test_a_broken_connection_is_resumed(
    registry: RegistryServer, image: BuiltImage, *, ranges: bool
) -> None:
    """The rest is asked for by range; a server without ranges sends all again."""
    registry.add("app", "1", image)
    registry.ranges = ranges
    big = image.layers[1]
    registry.fault(f"/blobs/{big.digest}", Reply(cut_after=300_000), times=2)
    assert _pull(f"{registry.host}/app:1") == [[layer.blob for layer in image.layers]]
    asked = [one.headers.get("range", "") for one in registry.asked(f"/blobs/{big.digest}")]
    assert asked[0] == ""
    assert asked[1].startswith("bytes=")
    assert len(asked) == 3


def test_a_connection_that_always_breaks_is_given_up(
    registry: RegistryServer, image: BuiltImage
) -> None:
    """Attempts that bring nothing are bounded."""
    registry.add("app", "1", image)
    registry.fault(f"/blobs/{image.layers[1].digest}", Reply(cut_after=0))
    with _opened(f"{registry.host}/app:1") as (opened,):
        assert _whole(opened.layers[2]) == image.layers[2].blob
        with pytest.raises(ConnectionFailedError):
            _whole(opened.layers[1])


def test_an_answer_without_length_that_is_cut_is_resumed(
    registry: RegistryServer, image: BuiltImage
) -> None:
    """Where only the end of the connection tells the end, the manifest's size decides."""
    registry.add("app", "1", image)
    big = image.layers[1]
    reply = Reply(body=big.blob[:100_000], announce_length=False)
    registry.fault(f"/blobs/{big.digest}", reply, times=1)
    assert _pull(f"{registry.host}/app:1")[0][1] == big.blob


def test_a_missing_layer_is_its_own_error(registry: RegistryServer, image: BuiltImage) -> None:
    """The other layers can still be read."""
    registry.add("app", "1", image)
    del registry.blobs[image.layers[1].digest]
    with _opened(f"{registry.host}/app:1") as (opened,):
        with pytest.raises(BlobNotFoundError, match="does not hold"):
            _whole(opened.layers[1])
        assert _whole(opened.layers[2]) == image.layers[2].blob


def test_blobs_may_lie_with_another_host_that_sees_no_credentials(
    registry: RegistryServer, image: BuiltImage
) -> None:
    """Registries redirect to storage; the storage is not shown the token."""
    registry.add("app", "1", image)
    registry.login = "basic"
    with RegistryServer() as storage:
        for layer in image.layers:
            storage.fault(f"/{layer.digest}", Reply(body=layer.blob))
            location = {"Location": f"http://{storage.host}/{layer.digest}?signed=1"}
            registry.fault(f"/blobs/{layer.digest}", Reply(status=307, headers=location))
        pulled = _pull(f"{registry.host}/app:1", username="ann", password="s3cret")
        assert pulled == [[layer.blob for layer in image.layers]]
        assert len(storage.requests) == 3
        assert not any("authorization" in one.headers for one in storage.requests)


def test_a_foreign_layer_comes_from_its_url(registry: RegistryServer) -> None:
    """Where the registry does not hold it, the manifest says who does; without credentials."""
    foreign_type = "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"
    image = build_image([{"a": b"base"}, {"b": b"own"}], layer_types=[foreign_type, _GZIP])
    with RegistryServer() as elsewhere:
        elsewhere.fault("/base", Reply(body=image.layers[0].blob))
        urls = f'"urls":["http://{elsewhere.host}/base"],'.encode()
        place = image.manifest.index(b'{"mediaType":"' + foreign_type.encode()) + 1
        manifest = image.manifest[:place] + urls + image.manifest[place:]
        registry.blobs.update(image.blobs())
        del registry.blobs[image.layers[0].digest]
        registry.add_document("win", "1", image.media_type, manifest)
        registry.login = "basic"
        name, login = f"{registry.host}/win:1", {"username": "ann", "password": "s3cret"}
        assert _pull(name, **login) == [[layer.blob for layer in image.layers]]
        assert "authorization" not in elsewhere.requests[0].headers
        elsewhere.fault("/base", Reply(status=404))
        elsewhere._faults.reverse()
        with _opened(name, **login) as (opened,):
            with pytest.raises(ForeignLayerError, match="/base"):
                _whole(opened.layers[0])
            assert _whole(opened.layers[1]) == image.layers[1].blob


def test_the_mirror_is_asked_first(registry: RegistryServer, image: BuiltImage) -> None:
    """What it has comes from it; the registry itself is not asked."""
    with RegistryServer() as mirror:
        mirror.add("proxy/hub/team/app", "1", image)
        mirrors = {registry.host: f"{mirror.host}/proxy/hub"}
        pulled = _pull(f"{registry.host}/team/app:1", mirrors=mirrors)
        assert pulled == [[layer.blob for layer in image.layers]]
        assert registry.requests == []


def test_a_mirror_that_fails_is_passed_over(registry: RegistryServer, image: BuiltImage) -> None:
    """Dead, empty, or without a layer: the registry itself is asked."""
    registry.add("app", "1", image)
    name, wanted = f"{registry.host}/app:1", [[layer.blob for layer in image.layers]]
    assert _pull(name, mirrors={registry.host: "127.0.0.1:9"}) == wanted
    with RegistryServer() as mirror:
        mirrors = {registry.host: mirror.host}
        assert _pull(name, mirrors=mirrors) == wanted
        mirror.add("app", "1", image)
        del mirror.blobs[image.layers[1].digest]
        registry.requests.clear()
        assert _pull(name, mirrors=mirrors) == wanted
        assert len(registry.asked("/blobs/")) == 1


def test_a_mirror_that_lies_is_not_passed_over(registry: RegistryServer, image: BuiltImage) -> None:
    """A digest that does not fit is told, not papered over."""
    named = registry.add("app", "1", image)
    with RegistryServer() as mirror:
        mirror.add("app", "1", image)
        mirror.fault("/manifests/", Reply(body=image.manifest + b"\n"))
        with (
            pytest.raises(BlobDigestError),
            _opened(f"{registry.host}/app@{named}", mirrors={registry.host: mirror.host}),
        ):
            pass


def test_credentials_of_the_registry_are_not_shown_to_the_mirror(
    registry: RegistryServer, image: BuiltImage
) -> None:
    """What the command line gives is for the registry that it names."""
    registry.add("app", "1", image)
    registry.login = "basic"
    with RegistryServer() as mirror:
        mirror.login = "basic"
        options = {"username": "ann", "password": "s3cret"}
        assert _pull(f"{registry.host}/app:1", mirrors={registry.host: mirror.host}, **options)
        assert not any("authorization" in one.headers for one in mirror.requests)


def test_schema_1_is_read(registry: RegistryServer) -> None:
    """The first manifest form names layers without sizes, highest first."""
    layers = [build_image([{name: b"x"}]).layers[0] for name in ("low", "high")]
    registry.blobs.update({layer.digest: layer.blob for layer in layers})
    blobs = ",".join(f'{{"blobSum":"{layer.digest}"}}' for layer in reversed(layers))
    steps = ",".join('{"v1Compatibility":"{\\"os\\":\\"linux\\"}"}' for _ in layers)
    data = (
        f'{{"schemaVersion":1,"name":"old","tag":"1","architecture":"amd64",'
        f'"fsLayers":[{blobs}],"history":[{steps}]}}'
    ).encode()
    media_type = "application/vnd.docker.distribution.manifest.v1+json"
    registry.add_document("old", "1", media_type, data)
    assert _pull(f"{registry.host}/old:1") == [[layer.blob for layer in layers]]


def test_leaving_early_ends_the_pull(registry: RegistryServer) -> None:
    """Whoever leaves does not wait for the rest, and a late reader is told."""
    image = build_image([{"a": bytes([n]) * 3_000_000} for n in range(8)], compression="none")
    registry.add("app", "1", image)
    late: list[ByteStream] = []

    def interrupted() -> None:
        with _opened(f"{registry.host}/app:1", parallel=2) as (one,):
            late.append(one.layers[-1].open())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    names = [thread.name for thread in threading.enumerate()]
    assert not [name for name in names if name.startswith("pull-")]
    with pytest.raises(PullStoppedError), contextlib.closing(late[0]):
        b"".join(iter(lambda: late[0].read(1 << 20), b""))


def test_a_digest_that_cannot_be_verified_is_refused(registry: RegistryServer) -> None:
    """A layer under an unknown algorithm is never taken on trust."""
    image = build_image([{"a": b"x"}])
    odd = Digest("md5:" + "0" * 32)
    registry.blobs.update({image.config_digest: image.config, odd: image.layers[0].blob})
    manifest = image.manifest.replace(image.layers[0].digest.encode(), odd.encode())
    registry.add_document("app", "1", image.media_type, manifest)
    with _opened(f"{registry.host}/app:1") as (opened,), pytest.raises(HullmarkError):
        _whole(opened.layers[0])


def test_a_sha512_layer_is_verified(registry: RegistryServer) -> None:
    """Other known algorithms are held to their word too."""
    import hashlib

    image = build_image([{"a": b"x"}])
    blob = image.layers[0].blob
    name = f"sha512:{hashlib.sha512(blob).hexdigest()}"
    registry.blobs.update({image.config_digest: image.config, name: blob})
    manifest = image.manifest.replace(image.layers[0].digest.encode(), name.encode())
    registry.add_document("app", "1", image.media_type, manifest)
    assert _pull(f"{registry.host}/app:1") == [[blob]]
    assert descriptor(blob, "x")["size"] == len(blob)


_GZIP = "application/vnd.oci.image.layer.v1.tar+gzip"


def _unauthorized(registry: RegistryServer) -> Reply:
    return Reply(status=401, headers={"WWW-Authenticate": registry.challenge("bearer")})


def _read_a_little(layer: Any) -> None:
    """Read the first bytes of a layer, and give the rest the time to arrive."""
    with contextlib.closing(layer.open()) as stream:
        assert stream.read(1000)
        arrival = stream._arrival
        for _ in range(500):
            if arrival._ended:
                return
            threading.Event().wait(0.01)
