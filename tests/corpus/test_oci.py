"""The shared corpus of references, manifests, layouts and archives: every case, exactly."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus_data import corpus
from hullmark.formats import docker
from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.oci_rules import check_document
from hullmark.formats.strict import decode_json
from hullmark.images.documents import Index, Manifest, parse_manifest
from hullmark.images.errors import (
    BlobDigestError,
    InvalidReferenceError,
    MissingBlobError,
    NotAnImageError,
)
from hullmark.images.image import Image, ImageOptions
from hullmark.images.layout_tree import Node, read_tree
from hullmark.images.open import open_target
from hullmark.images.reference import complete_reference, normalize_reference, parse_reference
from hullmark.images.storage import FolderStorage
from hullmark.kernel.errors import InputError
from hullmark.ports.progress import SILENT

pytestmark = pytest.mark.corpus

_REASONS = {
    "ErrNameEmpty": "empty",
    "ErrReferenceInvalidFormat": "format",
    "ErrNameContainsUppercase": "uppercase",
    "ErrNameTooLong": "too-long",
    "digest.ErrDigestInvalidLength": "digest-length",
    "digest.ErrDigestUnsupported": "digest-algorithm",
    "digest.ErrDigestInvalidFormat": "digest-format",
}


def test_references_of_the_corpus_mean_what_the_reference_parser_says() -> None:
    """Every reference has the expected parts, or is refused for the expected reason."""
    _assert_all("references", lambda _, case: _reference(case), _expected_reference)


def test_documents_of_the_image_specification_are_valid_or_not() -> None:
    """Every document is accepted or refused as the specification's own tests say."""

    def judge(_: Path, case: dict[str, Any]) -> dict[str, bool]:
        data = case["document"].encode()
        try:
            check_document(data, kind=case["kind"], source=case["id"])
        except BrokenDocumentError:
            return {"valid": False}
        return {"valid": True}

    _assert_all("image-spec", judge, lambda case: case["expect"])


def test_manifests_of_the_corpus_are_read_or_refused() -> None:
    """Every manifest has the expected digest, type, layers and platforms."""
    _assert_all("manifests", _manifest, _expected_manifest)


def test_layouts_of_the_corpus_are_walked_whole() -> None:
    """Every layout gives the expected tree, missing blobs included."""

    def walk(root: Path, case: dict[str, Any]) -> dict[str, Any]:
        storage = FolderStorage(root / case["root"])
        return {"manifests": [_node(node) for node in read_tree(storage)]}

    _assert_all("layouts", walk, lambda case: case["expect"])


def test_archives_of_the_corpus_hold_the_expected_images() -> None:
    """Every archive gives the documents of its images, or is refused."""
    _assert_all("archives", _archive, _expected_archive)


def _assert_all(suite: str, actual: Any, expected: Any) -> None:
    root = corpus("oci") / suite
    cases = json.loads((root / "index.json").read_bytes())["cases"]
    differing = {
        case["id"]: (got, wish)
        for case in cases
        if (got := actual(root, case)) != (wish := expected(case))
    }
    assert cases
    assert differing == {}, f"{len(cases) - len(differing)} of {len(cases)} cases agree"


def _reference(case: dict[str, Any]) -> dict[str, Any]:
    text = case["input"]
    try:
        match case["op"]:
            case "parse":
                found = parse_reference(text)
                return {
                    "repository": found.repository,
                    "domain": found.domain,
                    "tag": found.tag,
                    "digest": found.digest or "",
                }
            case "normalize":
                found = normalize_reference(text)
                return {
                    "domain": found.domain,
                    "path": found.path,
                    "familiar": found.familiar_name,
                    "full": found.repository,
                }
            case "parse_docker":
                return {"full": str(complete_reference(text))}
            case _:
                normalize_reference(text)
                return {"valid": True}
    except InvalidReferenceError as error:
        if case["op"] == "normalize_valid":
            return {"valid": False}
        return {"error": error.reason}


def _expected_reference(case: dict[str, Any]) -> Any:
    expected = case["expect"]
    if "error" in expected:
        return {"error": _REASONS[expected["error"]]}
    return expected


def _manifest(root: Path, case: dict[str, Any]) -> dict[str, Any]:
    data = (root / case["file"]).read_bytes()
    try:
        document = parse_manifest(data, source=case["id"])
    except InputError:
        return {"refused": True}
    told: dict[str, Any] = {
        "digest": document.digest,
        "size": document.size_bytes,
        "media_type": document.declared_media_type,
        "schema_version": 2,
    }
    if isinstance(document, Index):
        told["platforms"] = [str(entry.platform or "") for entry in document.manifests]
    elif document.pseudo_config is not None:
        wire = decode_json(data, as_=docker.Schema1, source=case["id"])
        told["schema_version"] = 1
        told["fs_layers"] = [layer.blob_sum for layer in wire.fs_layers]
        assert {layer.digest for layer in document.layers} <= set(told["fs_layers"])
    else:
        assert document.config is not None
        told["layers"] = [layer.digest for layer in document.layers]
        told["config"] = document.config.digest
    return told


def _expected_manifest(case: dict[str, Any]) -> Any:
    """Return the expectation; what is no JSON, or no manifest (a configuration), is refused."""
    expected = case["expect"]
    is_manifest = {"layers", "platforms", "fs_layers"} & set(expected)
    return expected if is_manifest else {"refused": True}


def _node(node: Node) -> dict[str, Any]:
    descriptor = node.descriptor
    told: dict[str, Any] = {
        "digest": descriptor.digest,
        "media_type": descriptor.media_type,
        "size": descriptor.size_bytes,
    }
    if descriptor.platform is not None:
        platform = descriptor.platform
        told["platform"] = {"architecture": platform.architecture, "os": platform.os}
        if platform.variant:
            told["platform"]["variant"] = platform.variant
        if platform.os_version:
            told["platform"]["os.version"] = platform.os_version
    if descriptor.annotations:
        told["annotations"] = descriptor.annotations
    document = node.document
    artifact_type = descriptor.artifact_type or (document.artifact_type if document else "")
    if artifact_type:
        told["artifact_type"] = artifact_type
    if isinstance(node.problem, MissingBlobError):
        return {**told, "blob": "missing"}
    wrong = isinstance(node.problem, BlobDigestError)
    told |= {"digest_ok": not wrong, "size_ok": not wrong}
    if document is not None and document.subject is not None:
        told["subject"] = document.subject.digest
    if isinstance(document, Index):
        told["manifests"] = [_node(child) for child in node.children]
    if isinstance(document, Manifest) and document.config is not None:
        told["config"] = document.config.digest
        told["config_media_type"] = document.config.media_type
        told["layers"] = [layer.digest for layer in document.layers]
    return told


def _archive(root: Path, case: dict[str, Any]) -> Any:
    # The corpus expects every platform and every image of an archive.
    options = ImageOptions(all_platforms=True)
    try:
        with open_target(str(root / case["file"]), options=options, progress=SILENT) as opened:
            return [_image(image) for image in opened if isinstance(image, Image)]
    except NotAnImageError:
        return "refused"


def _image(image: Image) -> dict[str, Any]:
    config = image.target.config
    assert config is not None
    assert len(image.layers) == len(image.target.layers)
    for layer in image.layers:
        stream = layer.open()
        assert stream.read(1)
        stream.close()
    return {
        "config_digest": image.target.config_digest,
        "os": config.platform.os,
        "architecture": config.platform.architecture,
        "diff_ids": list(config.diff_ids),
        "layers": len(image.layers),
        "user": config.user,
        "env": list(config.env),
        "entrypoint": list(config.entrypoint),
        "cmd": list(config.cmd),
        "exposed": sorted(config.exposed_ports),
        "labels": config.labels,
        "history": len(config.history),
        "issues": len(image.issues),
    }


def _expected_archive(case: dict[str, Any]) -> Any:
    if "error" in case["expect"]:
        return "refused"
    return list(_expected_images(case["expect"]["images"]))


def _expected_images(images: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for image in images:
        yield {
            "config_digest": image["config_digest"],
            "os": image["os"],
            "architecture": image["architecture"],
            "diff_ids": image["diff_ids"],
            "layers": image["layers"],
            "user": image["user"],
            "env": image["env"] or [],
            "entrypoint": image["entrypoint"] or [],
            "cmd": image["cmd"] or [],
            "exposed": sorted(image["exposed"]),
            "labels": image["labels"] or {},
            "history": image["history"],
            "issues": 0 if len(image["diff_ids"]) == image["layers"] else 2,
        }
