"""Manifests, indexes and configurations of every kind."""

import base64
import json
from typing import Any

import pytest

from hullmark.formats import docker, oci
from hullmark.formats.errors import BrokenDocumentError
from hullmark.images.config import describe_layers, parse_config, parse_time
from hullmark.images.documents import (
    Descriptor,
    Index,
    Manifest,
    is_attestation,
    parse_index,
    parse_manifest,
    verify,
)
from hullmark.images.errors import BlobDigestError, NotAnImageError, UnsupportedMediaTypeError
from hullmark.model.image import Digest, ImageConfig, Platform
from image_builder import BuiltImage, build_image, build_index, descriptor, digest

_BLOB = {"mediaType": "a/b", "digest": "sha256:" + "0" * 64, "size": 1}


def _image() -> BuiltImage:
    return build_image([{"a": b"1"}, {"b": b"2"}])


def _read(data: bytes | dict[str, Any], **more: Any) -> Manifest | Index:
    if isinstance(data, dict):
        data = json.dumps(data).encode()
    return parse_manifest(data, source="manifest", **more)


def _config(document: dict[str, Any]) -> ImageConfig:
    return parse_config(json.dumps(document).encode(), source="config")


@pytest.mark.parametrize("is_docker", [False, True])
def test_a_manifest_names_its_config_and_layers(is_docker: bool) -> None:  # noqa: FBT001
    """OCI and Docker schema 2 read the same."""
    image = build_image([{"a": b"1"}, {"b": b"2"}], docker=is_docker)
    found = _read(image.manifest, expected=Digest(image.digest))
    assert isinstance(found, Manifest)
    assert found.media_type == (docker.MANIFEST if is_docker else oci.MANIFEST)
    assert found.digest == found.name_digest == image.digest
    assert found.config is not None
    assert found.config.digest == image.config_digest
    assert [layer.digest for layer in found.layers] == [layer.digest for layer in image.layers]


def test_an_index_names_platforms() -> None:
    """Entries keep their platform as it is written."""
    data = build_index([build_image([{}], platform="linux/arm/v7")])
    found = parse_index(data, source="index")
    assert [str(entry.platform) for entry in found.manifests] == ["linux/arm/v7"]


def test_a_type_that_is_not_declared_is_inferred() -> None:
    """From the fields, or from what the descriptor said where both readings fit."""
    document = {"schemaVersion": 2, "config": _BLOB, "layers": []}
    assert _read(document).media_type == oci.MANIFEST
    assert _read(document, media_type=docker.MANIFEST).media_type == docker.MANIFEST
    assert _read({"manifests": []}).media_type == oci.INDEX
    assert _read({"manifests": []}, media_type=docker.MANIFEST_LIST).declared_media_type is None


def test_a_document_that_is_two_things_is_refused() -> None:
    """One tool would read the manifest, the next the index."""
    both = {"schemaVersion": 2, "config": _BLOB, "layers": [], "manifests": []}
    with pytest.raises(BrokenDocumentError, match="ambiguous"):
        _read(both)
    with pytest.raises(BrokenDocumentError, match="another form"):
        _read({"mediaType": oci.INDEX, "config": _BLOB, "layers": []})


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ({"rootfs": {}, "os": "linux"}, NotAnImageError),
        ({"hello": "world"}, NotAnImageError),
        (
            {"mediaType": "application/x-new", "config": _BLOB, "layers": []},
            UnsupportedMediaTypeError,
        ),
        ({"mediaType": oci.MANIFEST, "layers": []}, BrokenDocumentError),
        ({"config": {**_BLOB, "digest": "../../etc/passwd"}, "layers": []}, BrokenDocumentError),
        ({"config": {**_BLOB, "digest": ""}, "layers": []}, BrokenDocumentError),
    ],
)
def test_other_documents_are_refused_by_name(
    document: dict[str, Any], error: type[Exception]
) -> None:
    """A configuration, an unknown type or a digest that would be a path."""
    with pytest.raises(error):
        _read(document)


def test_an_artifact_manifest_is_read_as_what_it_is() -> None:
    """It has blobs and no configuration."""
    found = _read({"mediaType": oci.ARTIFACT_MANIFEST, "artifactType": "a/sbom", "blobs": [_BLOB]})
    assert isinstance(found, Manifest)
    assert (found.artifact_type, found.config, len(found.layers)) == ("a/sbom", None, 1)


def test_changed_bytes_are_refused() -> None:
    """A manifest must hash to the digest it was asked for by."""
    image = _image()
    with pytest.raises(BlobDigestError):
        _read(image.manifest + b" ", expected=Digest(image.digest))


def test_longer_hashes_are_verified_too() -> None:
    """SHA-512 is a registered algorithm; others cannot be believed."""
    import hashlib

    verify(b"x", Digest(f"sha512:{hashlib.sha512(b'x').hexdigest()}"), source="blob")
    with pytest.raises(UnsupportedMediaTypeError, match="blake3"):
        verify(b"x", Digest("blake3:00"), source="blob")


def _schema_1(*, signed: bool) -> tuple[bytes, bytes]:
    """Return a schema 1 manifest as stored and the part that its signature covers."""
    steps = [
        {
            "id": "b",
            "parent": "a",
            "os": "linux",
            "created": "2015-01-02T03:04:05Z",
            "config": {"Env": ["A=b"], "Cmd": "run"},
            "container_config": {"Cmd": ["/bin/sh", "-c", "#(nop) CMD run"]},
            "throwaway": True,
        },
        {"id": "a", "container_config": {"Cmd": ["/bin/sh", "-c", "apt-get update"]}},
    ]
    document = {
        "schemaVersion": 1,
        "name": "app",
        "tag": "1",
        "architecture": "arm64",
        "fsLayers": [{"blobSum": digest(b"empty")}, {"blobSum": digest(b"base")}],
        "history": [{"v1Compatibility": json.dumps(step)} for step in steps],
    }
    payload = json.dumps(document, indent=3).encode()
    if not signed:
        return payload, payload
    tail = b"\n}"
    head = payload[: -len(tail)]
    protected = {
        "formatLength": len(head),
        "formatTail": base64.urlsafe_b64encode(tail).decode().rstrip("="),
    }
    signature = base64.urlsafe_b64encode(json.dumps(protected).encode()).decode().rstrip("=")
    block = json.dumps([{"protected": signature, "signature": "x"}]).encode()
    return head + b',\n   "signatures": ' + block + tail, payload


@pytest.mark.parametrize("signed", [False, True])
def test_schema_1_becomes_layers_and_a_configuration(signed: bool) -> None:  # noqa: FBT001
    """Lowest layer first, empty ones left out; the digest is that of the signed part."""
    data, payload = _schema_1(signed=signed)
    found = _read(data, expected=Digest(digest(payload)))
    assert isinstance(found, Manifest)
    assert found.name_digest == digest(payload)
    assert found.digest == digest(data)
    assert [layer.digest for layer in found.layers] == [digest(b"base")]
    config = found.pseudo_config
    assert config is not None
    assert str(config.platform) == "linux/arm64"
    assert config.env == ("A=b",)
    assert config.cmd == ("/bin/sh", "-c", "run")
    assert [step.created_by for step in config.history] == [
        "/bin/sh -c apt-get update",
        "/bin/sh -c #(nop) CMD run",
    ]


def test_statements_are_told_from_images() -> None:
    """BuildKit's attestations and referrers with an artifact type are no platforms."""
    plain = Descriptor(media_type=oci.MANIFEST, digest=Digest("sha256:00"))
    assert not is_attestation(plain)
    unknown = Platform(os="unknown", architecture="unknown")
    assert is_attestation(
        Descriptor(media_type=oci.MANIFEST, digest=plain.digest, platform=unknown)
    )
    assert is_attestation(
        Descriptor(media_type=oci.MANIFEST, digest=plain.digest, artifact_type="a/sbom")
    )
    note = {oci.REFERENCE_TYPE: "attestation-manifest"}
    assert is_attestation(
        Descriptor(media_type=oci.MANIFEST, digest=plain.digest, annotations=note)
    )


def test_a_configuration_keeps_what_checks_need() -> None:
    """User, environment, commands, ports, volumes, labels, health check, history."""
    config = _config(
        {
            "os": "windows",
            "os.version": "10.0.1",
            "architecture": "amd64",
            "created": "2024-05-06T07:08:09.123456789Z",
            "config": {
                "User": "app",
                "Env": ["A=b"],
                "Entrypoint": ["/app"],
                "Cmd": None,
                "WorkingDir": "/srv",
                "ExposedPorts": {"80/tcp": {}},
                "Volumes": {"/data": {}},
                "Labels": {"a": "b"},
                "Healthcheck": {"Test": ["CMD", "true"]},
            },
            "rootfs": {"type": "layers", "diff_ids": ["sha256:1"]},
            "history": [{"created_by": "RUN x", "empty_layer": True, "comment": "buildkit"}],
        }
    )
    assert config.platform == Platform(os="windows", architecture="amd64", os_version="10.0.1")
    assert config.created_at is not None
    assert config.created_at.year == 2024
    assert (config.user, config.working_dir, config.env) == ("app", "/srv", ("A=b",))
    assert (config.entrypoint, config.cmd) == (("/app",), ())
    assert (config.exposed_ports, config.volumes) == (("80/tcp",), ("/data",))
    assert config.labels == {"a": "b"}
    assert config.healthcheck
    assert config.diff_ids == ("sha256:1",)
    assert config.history[0].empty_layer


def test_a_configuration_may_leave_everything_out() -> None:
    """``{}`` is what some builders write for images of data."""
    assert _config({}).platform == Platform(os="linux", architecture="")
    assert not _config({"config": {"Healthcheck": {"Test": ["NONE"]}}}).healthcheck


@pytest.mark.parametrize(
    "text", [None, "", "0001-01-01T00:00:00Z", "yesterday", "9999-12-31T23:59:59-14:00"]
)
def test_times_that_say_nothing_are_none(text: str | None) -> None:
    """Go's zero time, nonsense and the end of the calendar."""
    assert parse_time(text) is None


def _layers(count: int, history: list[dict[str, Any]], diff_ids: int) -> list[tuple[str, bool]]:
    config = _config(
        {
            "rootfs": {"diff_ids": [f"sha256:{at}" for at in range(diff_ids)]},
            "history": history,
        }
    )
    infos, issues = describe_layers([(None, 1)] * count, config, source="app")
    assert len(issues) == (diff_ids not in (0, count)) + (
        sum(not step.get("empty_layer") for step in history) not in (0, count)
    )
    return [(info.instruction, info.diff_id is not None) for info in infos]


def test_history_is_joined_to_layers_over_empty_steps() -> None:
    """Steps without a layer are skipped."""
    history: list[dict[str, Any]] = [
        {"created_by": "ADD base"},
        {"created_by": "ENV A=b", "empty_layer": True},
        {"created_by": "", "comment": "imported"},
    ]
    assert _layers(2, history, 2) == [("ADD base", True), ("imported", True)]


def test_counts_that_differ_are_told_and_nothing_is_guessed() -> None:
    """A short history belongs to the top layers; a long one to none."""
    steps: list[dict[str, Any]] = [{"created_by": "A"}, {"created_by": "B"}]
    assert _layers(3, steps, 3) == [("", True), ("A", True), ("B", True)]
    assert _layers(1, steps, 2) == [("", False)]
    assert _layers(2, [], 0) == [("", False), ("", False)]


def test_descriptors_of_converted_manifests_may_not_know_their_size() -> None:
    """-1 means unknown and is no reason to refuse."""
    blob = {**descriptor(b"x", "a/b"), "size": -1}
    found = _read({"config": blob, "layers": [blob]})
    assert isinstance(found, Manifest)
    assert found.layers[0].size_bytes == -1
