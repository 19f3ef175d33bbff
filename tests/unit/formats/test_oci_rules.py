"""The OCI image specification's strict rules."""

import json
from typing import Any

import pytest

from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.oci_rules import DocumentKind, check_document

_DIGEST = "sha256:" + "0" * 64
_DESCRIPTOR = {"mediaType": "a/b", "digest": _DIGEST, "size": 1}
_CONFIG: dict[str, Any] = {
    "architecture": "amd64",
    "os": "linux",
    "rootfs": {"type": "layers", "diff_ids": [_DIGEST]},
}


def _check(kind: DocumentKind, document: dict[str, Any]) -> None:
    check_document(json.dumps(document).encode(), kind=kind, source=kind)


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        ("descriptor", _DESCRIPTOR),
        ("descriptor", {**_DESCRIPTOR, "data": "YQ==", "urls": ["https://a.example/b"]}),
        ("descriptor", {**_DESCRIPTOR, "digest": "multihash+base58:QmRZ"}),
        ("manifest", {"schemaVersion": 2, "config": _DESCRIPTOR, "layers": [_DESCRIPTOR]}),
        ("index", {"schemaVersion": 2, "manifests": []}),
        ("index", {"schemaVersion": 2, "manifests": [_DESCRIPTOR], "subject": _DESCRIPTOR}),
        ("config", _CONFIG),
        ("config", {**_CONFIG, "created": "2024-02-29T23:59:60.5+01:00", "config": {"Cmd": None}}),
        ("config", {**_CONFIG, "config": {"Env": ["A=", "B=c=d"]}, "history": [{}]}),
        ("layout", {"imageLayoutVersion": "1.0.0"}),
    ],
)
def test_documents_that_keep_the_rules_pass(kind: DocumentKind, document: dict[str, Any]) -> None:
    """Valid documents of each kind are accepted."""
    _check(kind, document)


@pytest.mark.parametrize(
    ("kind", "document", "place"),
    [
        ("descriptor", {**_DESCRIPTOR, "size": -1}, "$.size"),
        ("descriptor", {**_DESCRIPTOR, "size": 2**63}, "$.size"),
        ("descriptor", {**_DESCRIPTOR, "mediaType": "a"}, "$.mediaType"),
        ("descriptor", {**_DESCRIPTOR, "digest": "sha256:00"}, "$.digest"),
        ("descriptor", {**_DESCRIPTOR, "digest": _DIGEST + "\n"}, "$.digest"),
        ("descriptor", {**_DESCRIPTOR, "urls": ["no scheme"]}, "$.urls[0]"),
        ("descriptor", {**_DESCRIPTOR, "data": "a b"}, "$.data"),
        ("descriptor", {**_DESCRIPTOR, "annotations": {"a": 1}}, "$.annotations"),
        ("manifest", {"schemaVersion": 2, "config": _DESCRIPTOR, "layers": []}, "$.layers"),
        ("manifest", {"schemaVersion": 1, "config": _DESCRIPTOR, "layers": [_DESCRIPTOR]}, "$"),
        (
            "index",
            {"schemaVersion": 2, "manifests": [{**_DESCRIPTOR, "platform": {"os": "linux"}}]},
            "$.manifests[0].platform",
        ),
        ("config", {**_CONFIG, "created": "2024-13-01T00:00:00Z"}, "$.created"),
        ("config", {**_CONFIG, "history": [{"created": "today"}]}, "$.history[0].created"),
        ("config", {**_CONFIG, "config": {"Env": ["novalue"]}}, "$.config.Env[0]"),
        ("config", {**_CONFIG, "config": {"Volumes": {"/a": []}}}, "$.config.Volumes"),
        ("layout", {"imageLayoutVersion": "2.0.0"}, "$.imageLayoutVersion"),
    ],
)
def test_documents_that_break_a_rule_are_refused_with_the_place(
    kind: DocumentKind, document: dict[str, Any], place: str
) -> None:
    """The message points at the offending field."""
    with pytest.raises(BrokenDocumentError) as caught:
        _check(kind, document)
    assert place in caught.value.message
